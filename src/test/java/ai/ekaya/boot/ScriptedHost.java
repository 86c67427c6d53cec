package ai.ekaya.boot;

import ai.ekaya.sandbox.HostCall;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Answers host calls from the {@code host} list of a package's test. A call takes the first entry not yet used whose name and, where
 * given, arguments are equal; {@code log} needs none. Not thread-safe.
 */
final class ScriptedHost implements HostCall {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> left = new ArrayList<>();

    ScriptedHost(JsonNode script) {
        script.forEach(left::add);
    }

    @Override
    public String call(String name, String arguments) {
        ObjectNode envelope = JSON.createObjectNode();
        if (name.equals("log")) {
            return envelope.put("ok", true).putNull("result").toString();
        }
        JsonNode entry = take(name, parsed(arguments));
        if (entry.has("error")) {
            ObjectNode error = entry.get("error").deepCopy();
            return envelope.put("ok", false)
                    .set("error", error.put("retryable", false))
                    .toString();
        }
        return envelope.put("ok", true).set("result", entry.get("answer")).toString();
    }

    /** The entries that no call took. */
    List<JsonNode> left() {
        return left;
    }

    private JsonNode take(String name, JsonNode arguments) {
        for (Iterator<JsonNode> entries = left.iterator(); entries.hasNext(); ) {
            JsonNode entry = entries.next();
            if (entry.path("call").asText().equals(name)
                    && (!entry.has("args") || entry.get("args").equals(arguments))) {
                entries.remove();
                return entry;
            }
        }
        throw new AssertionError("Unexpected host call " + name + " " + arguments);
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("A guest sent no JSON: " + json, e);
        }
    }
}
