package ai.ekaya.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What one check of a value against a schema takes at most, in parts looked at, counted before it is made; each keyword is put beside
 * the part of the value that it is for. Not thread-safe; for one time.
 *
 * <p>SECURITY: of a keyword that is not known here, of a reference and of what depends on what other keywords saw, it is all its parts
 * for all parts of the value. The count itself ends at the most, so it is bounded as well. No {@code Limit}, as {@link SchemaMeter} says.
 * Guarded by AnswerSchemaTest.
 */
final class SchemaCost {
    /** Some seconds of the slowest keywords. Rows of 400 KB and a schema of 15 KiB are a twentieth, 10,000 rows of ten columns a tenth. */
    private static final long PARTS_MAX = 10_000_000;

    /** Hashes of its own may be made to collide: then each element is compared with each before. As many of these are as dear as one part. */
    private static final int COMPARED_EACH = 16;

    private final JsonNode root;
    private long spent;

    private SchemaCost(JsonNode root) {
        this.root = root;
    }

    /** @throws SchemaMeter.TooMuch before anything is checked */
    static void require(JsonNode schema, JsonNode value) {
        boolean comparesAll = schema.findValue("uniqueItems") != null;
        if (comparesAll || nodes(schema) * nodes(value) > PARTS_MAX) {
            new SchemaCost(schema).apply(schema, value);
        }
    }

    private static long nodes(JsonNode json) {
        long nodes = 1;
        for (JsonNode part : json) {
            nodes += nodes(part);
        }
        return nodes;
    }

    private void spend(long parts) {
        spent += parts;
        if (spent > PARTS_MAX) {
            throw new SchemaMeter.TooMuch();
        }
    }

    private void apply(JsonNode schema, JsonNode value) {
        spend(1);
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            spend(1);
            apply(schema, keyword.getKey(), keyword.getValue(), value);
        }
    }

    private void apply(JsonNode schema, String keyword, JsonNode given, JsonNode value) {
        switch (keyword) {
            case "title", "description", "default", "examples", "$comment", "$defs", "definitions" -> {
                // Nothing is checked by them.
            }
            case "properties" -> properties(given, value);
            case "additionalProperties" -> additional(schema, given, value);
            case "items" -> elements(value, element -> apply(given, element));
            case "prefixItems" -> {
                for (int i = 0; i < given.size() && i < value.size(); i++) {
                    apply(given.get(i), value.get(i));
                }
            }
            case "allOf", "anyOf", "oneOf" -> given.forEach(each -> apply(each, value));
            case "not", "if", "then", "else" -> apply(given, value);
            case "required" -> spend(given.size());
            case "enum", "const" -> spend(nodes(given) + nodes(value));
            case "uniqueItems" -> spend((long) value.size() * value.size() / COMPARED_EACH + nodes(value));
            case "type",
                    "format",
                    "pattern",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "maxProperties" -> spend(nodes(given));
            default -> spend(nodes(keyword.startsWith("$") ? root : given) * nodes(value));
        }
    }

    /** The validator goes through all that the schema names, for each object. */
    private void properties(JsonNode named, JsonNode value) {
        if (value.isObject()) {
            spend(named.size());
            for (Map.Entry<String, JsonNode> property : value.properties()) {
                spend(1);
                JsonNode schema = named.get(property.getKey());
                if (schema != null) {
                    apply(schema, property.getValue());
                }
            }
        }
    }

    private void additional(JsonNode schema, JsonNode given, JsonNode value) {
        if (value.isObject()) {
            spend((long) value.size() * (1 + schema.path("patternProperties").size()));
            for (Map.Entry<String, JsonNode> property : value.properties()) {
                if (!schema.path("properties").has(property.getKey())) {
                    apply(given, property.getValue());
                }
            }
        }
    }

    private static void elements(JsonNode value, java.util.function.Consumer<JsonNode> each) {
        if (value.isArray()) {
            value.forEach(each);
        }
    }
}
