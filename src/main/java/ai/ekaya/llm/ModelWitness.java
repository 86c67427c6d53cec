package ai.ekaya.llm;

/**
 * What listens to one ask, on the thread that asks.
 *
 * <p>An attempt that fails after its first pieces is followed by {@link #restarted()} before the next one's: what came so far belongs to
 * no answer.
 */
public interface ModelWitness {
    ModelWitness NOBODY = new ModelWitness() {
        @Override
        public void piece(String text) {}

        @Override
        public void spent(ModelTokens tokens) {}
    };

    /** The next characters of the answer. SECURITY: nobody has looked at them for secrets yet. */
    void piece(String text);

    /** What one attempt spent, also when it or the ask fails; called once for each attempt that reached the model. */
    void spent(ModelTokens tokens);

    /** Forget the pieces so far: another attempt begins, or a second round because the answer did not fit the schema. */
    default void restarted() {}
}
