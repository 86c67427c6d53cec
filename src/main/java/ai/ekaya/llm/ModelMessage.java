package ai.ekaya.llm;

/** One turn of a conversation with a model, as plain text. */
public record ModelMessage(Role role, String text) {
    /** Who says it; what holds for the whole conversation is {@link ModelAsk#system}. */
    public enum Role {
        USER,
        ASSISTANT
    }
}
