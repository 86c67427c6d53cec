package ai.ekaya.host;

import ai.ekaya.leak.Exit;
import ai.ekaya.leak.RunExits;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.llm.ModelAsk;
import ai.ekaya.llm.ModelMessage;
import ai.ekaya.llm.ModelMessage.Role;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What an app wants to ask a model, and what of it may be asked. */
final class ModelQuestion {
    private static final double TEMPERATURE_MAX = 2;

    private ModelQuestion() {}

    static ModelAsk read(Arguments arguments, Limits limits) {
        long bytesMax = limits.of(Limit.HOST_ARGUMENTS_BYTES);
        JsonNode schema = arguments.any("schema");
        if (!schema.isNull() && !schema.isObject()) {
            throw arguments.bad("takes a JSON Schema, an object, as 'schema'");
        }
        return new ModelAsk(
                messages(arguments, bytesMax),
                arguments.optionalText("system", bytesMax),
                Optional.of(schema).filter(JsonNode::isObject),
                arguments.has("temperature")
                        ? OptionalDouble.of(arguments.number("temperature", 0, TEMPERATURE_MAX))
                        : OptionalDouble.empty(),
                arguments.has("maxTokens")
                        ? (int) arguments.whole("maxTokens", 1, limits.of(Limit.LLM_OUTPUT_TOKENS_CEILING_COUNT))
                        : limits.intOf(Limit.LLM_OUTPUT_TOKENS_DEFAULT_COUNT),
                arguments.has("timeoutMillis")
                        ? Duration.ofMillis(arguments.whole("timeoutMillis", 1, Integer.MAX_VALUE))
                        : limits.durationOf(Limit.LLM_TIMEOUT_DEFAULT_MILLIS));
    }

    private static List<ModelMessage> messages(Arguments arguments, long bytesMax) {
        Optional<String> prompt = arguments.optionalText("prompt", bytesMax);
        if (prompt.isPresent() == arguments.has("messages")) {
            throw arguments.bad("takes either 'prompt', a string, or 'messages', a conversation");
        }
        if (prompt.isPresent()) {
            return List.of(new ModelMessage(Role.USER, prompt.get()));
        }
        List<ModelMessage> messages = new ArrayList<>();
        for (JsonNode message : arguments.list("messages", Integer.MAX_VALUE)) {
            String role = message.path("role").asText();
            if (!message.isObject()
                    || message.size() != 2
                    || !message.path("content").isTextual()
                    || !(role.equals("user") || role.equals("assistant"))) {
                throw arguments.bad("takes 'messages' as a list of {\"role\": \"user\" or \"assistant\", \"content\":"
                        + " string}; what holds for all of them is 'system'");
            }
            messages.add(new ModelMessage(
                    role.equals("user") ? Role.USER : Role.ASSISTANT,
                    message.path("content").textValue()));
        }
        if (messages.isEmpty() || messages.get(messages.size() - 1).role() != Role.USER) {
            throw arguments.bad("takes 'messages' whose last one is of the user");
        }
        return messages;
    }

    /**
     * What may be asked: the same without values of sensitive columns that the run has read, a mark in their place.
     *
     * @throws ai.ekaya.limits.Refusal where they cannot be cut out, and where the run may not send rows and does
     */
    static ModelAsk withoutValues(ModelAsk asked, RunExits exits) {
        // SECURITY: as one text, since the gate saw the halves of a secret in two messages with a role between them.
        exits.require(Exit.PROMPT, all(asked).getBytes(StandardCharsets.UTF_8));
        List<ModelMessage> messages = asked.messages().stream()
                .map(message -> new ModelMessage(message.role(), exits.values().masked(Exit.PROMPT, message.text())))
                .toList();
        Optional<String> system = asked.system().map(text -> exits.values().masked(Exit.PROMPT, text));
        asked.schema().map(JsonNode::toString).ifPresent(schema -> {
            exits.values().requireNoValues(Exit.PROMPT, schema);
            exits.values().requireNoRows(schema);
        });
        ModelAsk masked =
                new ModelAsk(messages, system, asked.schema(), asked.temperature(), asked.tokensMax(), asked.timeout());
        exits.values().requireNoRows(all(masked));
        exits.values().requireNoValues(Exit.PROMPT, all(masked));
        return masked;
    }

    private static String all(ModelAsk ask) {
        StringBuilder all = new StringBuilder(ask.system().orElse(""));
        ask.messages().forEach(message -> all.append('\n').append(message.text()));
        return all.toString();
    }
}
