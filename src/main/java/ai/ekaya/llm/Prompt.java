package ai.ekaya.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What one request says to a model. */
record Prompt(
        String model,
        Optional<String> system,
        List<ModelMessage> messages,
        Optional<JsonNode> schema,
        OptionalDouble temperature,
        int tokensMax) {
    /** Of a token in {@link #tokensEstimated}. */
    private static final int BYTES_ESTIMATED = 3;

    /** What a template puts around a conversation. */
    private static final long TOKENS_OF_PROVIDER = 2_000;

    Prompt {
        messages = List.copyOf(messages);
    }

    static Prompt of(String model, ModelAsk ask) {
        return new Prompt(model, system(ask), ask.messages(), ask.schema(), ask.temperature(), ask.tokensMax());
    }

    /** Also where the provider takes a schema of its own: some read it only as a wish. */
    private static Optional<String> system(ModelAsk ask) {
        return ask.schema()
                .map(schema -> ask.system().map(text -> text + "\n\n").orElse("")
                        + "Answer with one JSON value and nothing before or after it, also no code fence. It must fit this JSON"
                        + " Schema:\n" + schema)
                .or(ask::system);
    }

    /** A second round, about what was wrong with the first. */
    Prompt again(String answer, String problems) {
        List<ModelMessage> more = new ArrayList<>(messages);
        if (!answer.isBlank()) {
            more.add(new ModelMessage(ModelMessage.Role.ASSISTANT, answer));
        }
        more.add(new ModelMessage(
                ModelMessage.Role.USER,
                "That answer cannot be used:\n" + problems
                        + "\nAnswer again, with one JSON value that fits the schema and nothing before or after it."));
        return new Prompt(model, system, more, schema, temperature, tokensMax);
    }

    long tokensEstimated() {
        return new ModelAsk(messages, system, Optional.empty(), temperature, tokensMax, java.time.Duration.ZERO)
                .inputTokensEstimated();
    }

    /** More than the model can have read: each byte a token, the schema also where its provider puts it, and the provider's own words. */
    long tokensReadMax() {
        return BYTES_ESTIMATED
                        * (tokensEstimated()
                                + schema.map(given -> ModelTokens.estimated(given.toString()))
                                        .orElse(0L))
                + TOKENS_OF_PROVIDER;
    }

    @Override
    public String toString() {
        return "prompt of " + messages.size() + " messages";
    }
}
