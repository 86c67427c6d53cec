package ai.ekaya.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a model is asked.
 *
 * @param messages at least one, the last of {@link ModelMessage.Role#USER}
 * @param system what holds for the whole conversation
 * @param schema JSON Schema that the answer has to fit; with it the answer is JSON
 * @param temperature 0 to 2; the model's own when empty
 * @param tokensMax the most that the model may write, at least 1
 * @param timeout for all of it: attempts, waits between them, a second round when the answer did not fit the schema
 */
public record ModelAsk(
        List<ModelMessage> messages,
        Optional<String> system,
        Optional<JsonNode> schema,
        OptionalDouble temperature,
        int tokensMax,
        Duration timeout) {
    /** Providers put a role and marks around each. */
    private static final int TOKENS_PER_MESSAGE = 4;

    public ModelAsk {
        messages = List.copyOf(messages);
    }

    /** About what the model will count for what it reads, as {@link ModelTokens#estimated}; {@link #tokensMax} is what it may write. */
    public long inputTokensEstimated() {
        long sum = system.map(ModelTokens::estimated).orElse(0L)
                + schema.map(node -> ModelTokens.estimated(node.toString())).orElse(0L);
        for (ModelMessage message : messages) {
            sum += ModelTokens.estimated(message.text()) + TOKENS_PER_MESSAGE;
        }
        return sum;
    }

    /** Nothing of what is asked: it may hold what nobody should read. */
    @Override
    public String toString() {
        return "ask of " + messages.size() + " messages";
    }
}
