package ai.ekaya.datasource;

import ai.ekaya.web.Cursor;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;

/** A schema as JSON, with a hash that is the same as long as the schema is. */
public final class SchemaSnapshot {
    private SchemaSnapshot() {}

    /** @param schema as a dialect reads it */
    static ObjectNode of(ObjectNode schema) {
        ObjectNode snapshot = JsonNodeFactory.instance.objectNode();
        snapshot.put("hash", hash(schema));
        return snapshot.setAll(schema);
    }

    /** A snapshot with some of its tables, and whether there are more. */
    public record Part(ObjectNode snapshot, boolean more) {}

    /**
     * @param wanted names as {@code orders} or {@code public.orders}; all tables when there is none
     * @param skip how many of them come before
     */
    public static Part part(ObjectNode snapshot, Set<String> wanted, int skip, int countMax) {
        ArrayNode tables = JsonNodeFactory.instance.arrayNode();
        int matching = 0;
        for (JsonNode table : snapshot.path("tables")) {
            String name = table.path("name").asText();
            if (wanted.isEmpty()
                    || wanted.contains(name)
                    || wanted.contains(table.path("schema").asText() + "." + name)) {
                if (matching >= skip && tables.size() < countMax) {
                    tables.add(table);
                }
                matching++;
            }
        }
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.setAll(snapshot);
        part.set("tables", tables);
        return new Part(part, matching > skip + tables.size());
    }

    static ObjectNode page(ObjectNode snapshot, Set<String> wanted, PageQuery query) {
        int skip = query.cursor(1).map(cursor -> offset(cursor.keys().get(0))).orElse(0);
        Part part = part(snapshot, wanted, skip, query.size());
        if (part.more()) {
            part.snapshot()
                    .put("next", Cursor.at(String.valueOf(skip + query.size())).toString());
        }
        return part.snapshot();
    }

    private static int offset(String key) {
        return key.matches("[0-9]{1,6}") ? Integer.parseInt(key) : 0;
    }

    /** SHA-256 over the JSON in canonical form (RFC 8785: it holds no fractions), without the estimates, which change by themselves. */
    private static String hash(ObjectNode schema) {
        ObjectNode stable = schema.deepCopy();
        stable.path("tables").forEach(table -> ((ObjectNode) table).remove("rowEstimate"));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] canonical = sorted(stable).toString().getBytes(StandardCharsets.UTF_8);
            return "sha256:" + HexFormat.of().formatHex(digest.digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ArrayNode items) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> result.add(sorted(item)));
            return result;
        }
        if (node instanceof ObjectNode fields) {
            TreeMap<String, JsonNode> byName = new TreeMap<>();
            fields.properties().forEach(field -> byName.put(field.getKey(), sorted(field.getValue())));
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            byName.forEach(result::set);
            return result;
        }
        return node;
    }
}
