package ai.ekaya.llm;

import ai.ekaya.egress.Authority;
import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.keys.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * OpenAI's chat completions, which most servers of models speak.
 *
 * @param schemas whether the server is given a schema in {@code response_format}
 */
record OpenAiChat(Dialect dialect, Schemas schemas) implements LlmProvider {
    /** What differs among those that speak it. */
    enum Dialect {
        OPENAI,
        /** Azure OpenAI by its {@code /openai/v1}; a model is a deployment's name. */
        AZURE,
        COMPATIBLE
    }

    enum Schemas {
        GIVEN,
        /** Described in the prompt alone: for servers that refuse the field. */
        TOLD
    }

    private static final String AZURE_PATH = "/openai/v1";

    @Override
    public OutboundUrl url(OutboundUrl base) {
        boolean bare = base.path().isEmpty() || base.path().equals("/");
        String path = dialect == Dialect.AZURE && bare ? AZURE_PATH + "/chat/completions" : "/chat/completions";
        return LlmProvider.under(base, path);
    }

    @Override
    public List<Header> headers() {
        return List.of();
    }

    @Override
    public Authority authority(Supplier<Secret> key) {
        return dialect == Dialect.AZURE
                ? new Authority.Given("api-key", "", key)
                : new Authority.Given("Authorization", "Bearer ", key);
    }

    @Override
    public ObjectNode body(Prompt prompt) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", prompt.model());
        ArrayNode messages = body.putArray("messages");
        prompt.system()
                .ifPresent(text -> messages.addObject().put("role", "system").put("content", text));
        for (ModelMessage message : prompt.messages()) {
            messages.addObject()
                    .put("role", message.role().name().toLowerCase(Locale.ROOT))
                    .put("content", message.text());
        }
        // The newer models of OpenAI refuse the old name, and most other servers know no other.
        body.put(dialect == Dialect.COMPATIBLE ? "max_tokens" : "max_completion_tokens", prompt.tokensMax());
        prompt.temperature().ifPresent(value -> body.put("temperature", value));
        prompt.schema()
                .filter(any -> schemas == Schemas.GIVEN)
                .ifPresent(schema -> body.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", "answer")
                        .put("strict", false)
                        .set("schema", schema));
        body.put("stream", true).putObject("stream_options").put("include_usage", true);
        return body;
    }

    @Override
    public void whole(JsonNode answer, Arriving into) {
        read(answer, "message", into);
        // Some say no reason; the answer is whole all the same.
        if (!into.hasFinished()
                && answer.path("choices").path(0).path("message").isObject()) {
            into.finished(Finish.DONE);
        }
    }

    @Override
    public void event(JsonNode event, Arriving into) {
        read(event, "delta", into);
    }

    private static void read(JsonNode json, String part, Arriving into) {
        into.model(json.path("model"));
        JsonNode choice = json.path("choices").path(0);
        into.text(choice.path(part).path("content"));
        if (choice.path(part).path("refusal").isTextual()) {
            into.finished(Finish.HELD_BACK);
        }
        if (choice.path("finish_reason").isTextual()) {
            into.finished(finish(choice.path("finish_reason").textValue()));
        }
        into.inputTokens(json.path("usage").path("prompt_tokens"));
        into.outputTokens(json.path("usage").path("completion_tokens"));
    }

    private static Finish finish(String reason) {
        return switch (reason) {
            case "stop", "eos" -> Finish.DONE;
            case "length" -> Finish.LENGTH;
            case "content_filter" -> Finish.HELD_BACK;
            default -> Finish.OTHER;
        };
    }
}
