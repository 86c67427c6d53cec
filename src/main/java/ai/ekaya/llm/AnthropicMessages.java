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

/** Anthropic's messages. A schema is described in the prompt, and the answer held against it here. */
record AnthropicMessages() implements LlmProvider {
    private static final String VERSION = "2023-06-01";
    private static final double TEMPERATURE_MAX = 1;

    @Override
    public OutboundUrl url(OutboundUrl base) {
        return LlmProvider.under(base, base.path().matches(".*/v1/?") ? "/messages" : "/v1/messages");
    }

    @Override
    public List<Header> headers() {
        return List.of(new Header("anthropic-version", VERSION));
    }

    @Override
    public Authority authority(Supplier<Secret> key) {
        return new Authority.Given("x-api-key", "", key);
    }

    @Override
    public ObjectNode body(Prompt prompt) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("model", prompt.model())
                .put("max_tokens", prompt.tokensMax());
        prompt.system().ifPresent(text -> body.put("system", text));
        ArrayNode messages = body.putArray("messages");
        for (ModelMessage message : prompt.messages()) {
            messages.addObject()
                    .put("role", message.role().name().toLowerCase(Locale.ROOT))
                    .put("content", message.text());
        }
        // Its scale ends where that of others has its middle.
        prompt.temperature().ifPresent(value -> body.put("temperature", Math.min(value, TEMPERATURE_MAX)));
        return body.put("stream", true);
    }

    @Override
    public void whole(JsonNode answer, Arriving into) {
        into.model(answer.path("model"));
        answer.path("content").forEach(block -> into.text(block.path("text")));
        usage(answer.path("usage"), into);
        finish(answer.path("stop_reason"), into);
    }

    @Override
    public void event(JsonNode event, Arriving into) {
        switch (event.path("type").asText()) {
            case "message_start" -> {
                into.model(event.path("message").path("model"));
                usage(event.path("message").path("usage"), into);
            }
            case "content_block_start" -> into.text(event.path("content_block").path("text"));
            case "content_block_delta" -> into.text(event.path("delta").path("text"));
            case "message_delta" -> {
                usage(event.path("usage"), into);
                finish(event.path("delta").path("stop_reason"), into);
            }
            case "message_stop" -> into.end();
            // Pings, ends of blocks, and what is invented after this was written.
            default -> {}
        }
    }

    private static void usage(JsonNode usage, Arriving into) {
        into.inputTokens(
                usage.path("input_tokens"),
                usage.path("cache_creation_input_tokens"),
                usage.path("cache_read_input_tokens"));
        into.outputTokens(usage.path("output_tokens"));
    }

    private static void finish(JsonNode reason, Arriving into) {
        if (reason.isTextual()) {
            into.finished(
                    switch (reason.textValue()) {
                        case "end_turn", "stop_sequence" -> Finish.DONE;
                        case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
                        case "refusal" -> Finish.HELD_BACK;
                        default -> Finish.OTHER;
                    });
        }
    }
}
