package ai.ekaya.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Asks and answers as JSON, for what is kept of them. */
final class ModelJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ModelJson() {}

    /** {@code {"system", "messages": [{"role", "content"}], "schema", "temperature", "maxTokens"}}; the same for the same ask. */
    static ObjectNode of(ModelAsk ask) {
        ObjectNode json = MAPPER.createObjectNode();
        ask.system().ifPresent(system -> json.put("system", system));
        ArrayNode messages = json.putArray("messages");
        ask.messages()
                .forEach(message -> messages.addObject()
                        .put("role", message.role().name().toLowerCase(Locale.ROOT))
                        .put("content", message.text()));
        ask.schema().ifPresent(schema -> json.set("schema", schema));
        ask.temperature().ifPresent(temperature -> json.put("temperature", temperature));
        return json.put("maxTokens", ask.tokensMax());
    }

    static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What a model was asked could not be written", e);
        }
    }

    static JsonNode read(byte[] json) {
        try {
            return MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("What is kept of a model's call is no JSON", e);
        }
    }
}
