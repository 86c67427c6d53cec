package ai.ekaya.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON columns of this room. */
final class Columns {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Columns() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode read(String column) {
        try {
            return (ObjectNode) MAPPER.readTree(column);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON column holds no JSON", e);
        }
    }

    static String write(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }
}
