package ai.ekaya.leak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON document without the values that were read, which stays one. */
final class MaskedJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MaskedJson() {}

    /** @param column one that has a value in it */
    static String of(String json, ReadValues read, String column) {
        String all = MAPPER.createObjectNode().put("redacted", column).toString();
        try {
            String masked = walk(MAPPER.readTree(json), read).toString();
            // What lies over several places cannot be cut out of one.
            return read.inJson(masked).isPresent() ? all : masked;
        } catch (JsonProcessingException e) {
            return all;
        }
    }

    private static JsonNode walk(JsonNode node, ReadValues read) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field -> copy.set(read.masked(field.getKey()), walk(field.getValue(), read)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(each -> copy.add(walk(each, read)));
                yield copy;
            }
            default -> {
                String text = node.asText();
                String masked = read.masked(text);
                yield masked.equals(text) ? node : JsonNodeFactory.instance.textNode(masked);
            }
        };
    }
}
