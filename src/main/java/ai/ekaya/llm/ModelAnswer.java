package ai.ekaya.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a model answered. SECURITY: nobody has looked at it for secrets yet, and it may hold what the model was talked into saying; it is
 * data and never an instruction.
 *
 * @param json the text read as JSON that fits the schema; empty without one
 * @param model as the provider names it
 * @param tokens of all attempts together
 * @param attempts requests that were made for it, with those that failed
 * @param costMicros millionths of the currency that the project's prices are in, of all attempts; empty without prices
 */
public record ModelAnswer(
        String text, Optional<JsonNode> json, String model, ModelTokens tokens, int attempts, OptionalLong costMicros) {
    /** Nothing of what it says. */
    @Override
    public String toString() {
        return "answer of " + text.length() + " characters by " + model;
    }
}
