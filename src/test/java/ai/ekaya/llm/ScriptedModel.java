package ai.ekaya.llm;

import ai.ekaya.egress.Peer;
import ai.ekaya.egress.Peer.Script;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What servers of models answer, as their protocols have it: for a {@link Peer} to play. */
public final class ScriptedModel {
    /** Of each answer, unless a test says otherwise. */
    public static final long INPUT_TOKENS = 11;

    public static final long OUTPUT_TOKENS = 7;

    private ScriptedModel() {}

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Events of one answer of OpenAI's protocol, ended as it should be. */
    public static Script openAi(String... pieces) {
        return events(openAiEvents("stop", true, pieces));
    }

    public static String openAiEvents(String finish, boolean usage, String... pieces) {
        StringBuilder text = new StringBuilder();
        for (String piece : pieces) {
            ObjectNode chunk = object().put("model", "small-1");
            chunk.putArray("choices")
                    .addObject()
                    .put("index", 0)
                    .putNull("finish_reason")
                    .putObject("delta")
                    .put("content", piece);
            text.append("data: ").append(chunk).append("\n\n");
        }
        if (!finish.isEmpty()) {
            ObjectNode last = object().put("model", "small-1");
            last.putArray("choices").addObject().put("finish_reason", finish).putObject("delta");
            text.append("data: ").append(last).append("\n\n");
        }
        if (usage) {
            ObjectNode told = object();
            told.putArray("choices");
            told.putObject("usage").put("prompt_tokens", INPUT_TOKENS).put("completion_tokens", OUTPUT_TOKENS);
            text.append("data: ").append(told).append("\n\n");
        }
        return finish.isEmpty()
                ? text.toString()
                : text.append("data: [DONE]\n\n").toString();
    }

    /** The same in one piece, from a server that knows no events. */
    public static Script openAiWhole(String content) {
        ObjectNode answer = object().put("model", "small-1");
        ObjectNode choice = answer.putArray("choices").addObject().put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", content);
        answer.putObject("usage").put("prompt_tokens", INPUT_TOKENS).put("completion_tokens", OUTPUT_TOKENS);
        return json(200, answer.toString());
    }

    /** Events of one answer of Anthropic's protocol. */
    public static Script anthropic(String... pieces) {
        return events(anthropicEvents("end_turn", pieces));
    }

    public static String anthropicEvents(String stopReason, String... pieces) {
        ObjectNode start = object().put("type", "message_start");
        start.putObject("message")
                .put("model", "claude-small")
                .putObject("usage")
                .put("input_tokens", INPUT_TOKENS - 1)
                .put("cache_read_input_tokens", 1)
                .put("output_tokens", 1);
        StringBuilder text = new StringBuilder(event(start)).append("event: ping\ndata: {\"type\": \"ping\"}\n\n");
        for (String piece : pieces) {
            ObjectNode delta = object().put("type", "content_block_delta");
            delta.putObject("delta").put("type", "text_delta").put("text", piece);
            text.append(event(delta));
        }
        if (!stopReason.isEmpty()) {
            ObjectNode end = object().put("type", "message_delta");
            end.putObject("delta").put("stop_reason", stopReason);
            end.putObject("usage").put("output_tokens", OUTPUT_TOKENS);
            text.append(event(end)).append(event(object().put("type", "message_stop")));
        }
        return text.toString();
    }

    private static String event(ObjectNode data) {
        return "event: " + data.path("type").asText() + "\ndata: " + data + "\n\n";
    }

    /** Of an Anthropic server that knows no events. */
    public static Script anthropicWhole(String content) {
        ObjectNode answer = object().put("model", "claude-small").put("stop_reason", "end_turn");
        answer.putArray("content").addObject().put("type", "text").put("text", content);
        answer.putObject("usage").put("input_tokens", INPUT_TOKENS).put("output_tokens", OUTPUT_TOKENS);
        return json(200, answer.toString());
    }

    /** Events whose connection ends with them, as nothing says how long they are. */
    public static Script events(String text) {
        return (asked, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    public static Script json(int status, String body) {
        return Peer.text("HTTP/1.1 " + status + " Said\r\nContent-Type: application/json; charset=utf-8", body);
    }

    /** An error as providers write it, with a sentence that nobody is to see. */
    public static Script error(int status, String code, String... headers) {
        ObjectNode body = object();
        body.putObject("error")
                .put("message", "PEERS-OWN-WORDS")
                .put("type", code)
                .put("code", code);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\nContent-Type: application/json");
        List.of(headers).forEach(header -> head.append("\r\n").append(header));
        return Peer.text(head.toString(), body.toString());
    }
}
