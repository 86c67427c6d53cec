package ai.ekaya.datasource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What changed between two snapshots of a datasource, in the order of names: {@code {"change": "added" | "removed" | "modified",
 * "what", "schema", "table", "name", "before", "after"}}. A new or dropped table is one change; one that both have is compared part by
 * part. A renamed thing is one removed and one added.
 */
final class SchemaDifference {
    /** The lists of a table, whose items have names, and what one item is called. */
    private static final Map<String, String> PARTS = parts();

    /** Of a table, but no change of it. */
    private static final Set<String> VOLATILE = Set.of("rowEstimate");

    private final ArrayNode changes = JsonNodeFactory.instance.arrayNode();

    private SchemaDifference() {}

    static ArrayNode between(JsonNode before, JsonNode after) {
        SchemaDifference difference = new SchemaDifference();
        Function<JsonNode, String> qualified =
                item -> item.path("schema").asText() + "." + item.path("name").asText();
        difference.each(before.path("schemas"), after.path("schemas"), SchemaDifference::name, (key, old, now) -> {
            difference.tell("schema", place(old, now), old, now);
        });
        difference.each(before.path("types"), after.path("types"), qualified, (key, old, now) -> {
            difference.tell("type", place(old, now), old, now);
        });
        difference.each(before.path("tables"), after.path("tables"), qualified, (key, old, now) -> {
            if (old.isMissingNode() || now.isMissingNode()) {
                difference.tell((old.isMissingNode() ? now : old).path("kind").asText(), place(old, now), old, now);
            } else {
                difference.table(old, now);
            }
        });
        return difference.changes;
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("columns", "column");
        parts.put("uniqueKeys", "uniqueKey");
        parts.put("foreignKeys", "foreignKey");
        parts.put("checks", "check");
        parts.put("exclusions", "exclusion");
        parts.put("indexes", "index");
        parts.put("triggers", "trigger");
        parts.put("policies", "policy");
        parts.put("partitions", "partition");
        return parts;
    }

    private interface Pair {
        /** Either is missing, or both differ. */
        void read(String key, JsonNode before, JsonNode after);
    }

    private void each(JsonNode before, JsonNode after, Function<JsonNode, String> key, Pair pair) {
        Map<String, JsonNode> old = byKey(before, key);
        Map<String, JsonNode> now = byKey(after, key);
        Set<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        JsonNode missing = JsonNodeFactory.instance.missingNode();
        for (String each : keys) {
            JsonNode left = old.getOrDefault(each, missing);
            JsonNode right = now.getOrDefault(each, missing);
            if (!left.equals(right)) {
                pair.read(each, left, right);
            }
        }
    }

    private static Map<String, JsonNode> byKey(JsonNode items, Function<JsonNode, String> key) {
        Map<String, JsonNode> byKey = new LinkedHashMap<>();
        items.forEach(item -> byKey.put(key.apply(item), item));
        return byKey;
    }

    private static String name(JsonNode item) {
        return item.path("name").asText();
    }

    private void table(JsonNode before, JsonNode after) {
        String kind = after.path("kind").asText();
        JsonNode own = withoutParts(before);
        JsonNode ownNow = withoutParts(after);
        if (!own.equals(ownNow)) {
            tell(kind, place(before, after), own, ownNow);
        }
        if (!before.path("primaryKey").equals(after.path("primaryKey"))) {
            tell("primaryKey", placeOf(after), list(before), list(after));
        }
        PARTS.forEach((list, what) -> each(
                before.path(list),
                after.path(list),
                SchemaDifference::name,
                (key, old, now) -> tell(what, placeOf(after).put("name", key), old, now)));
    }

    /** A table without a primary key has an empty list, which is none. */
    private static JsonNode list(JsonNode table) {
        JsonNode key = table.path("primaryKey");
        return key.isEmpty() ? JsonNodeFactory.instance.missingNode() : key;
    }

    private static ObjectNode withoutParts(JsonNode table) {
        ObjectNode own = table.deepCopy();
        own.remove("primaryKey");
        own.remove(PARTS.keySet());
        own.remove(VOLATILE);
        return own;
    }

    private static ObjectNode place(JsonNode before, JsonNode after) {
        JsonNode item = after.isMissingNode() ? before : after;
        ObjectNode place = JsonNodeFactory.instance.objectNode();
        if (item.has("schema")) {
            place.set("schema", item.path("schema"));
        }
        place.set("name", item.path("name"));
        return place;
    }

    private static ObjectNode placeOf(JsonNode table) {
        ObjectNode place = JsonNodeFactory.instance.objectNode();
        place.set("schema", table.path("schema"));
        place.set("table", table.path("name"));
        return place;
    }

    private void tell(String what, ObjectNode place, JsonNode before, JsonNode after) {
        ObjectNode change = changes.addObject();
        change.put("change", before.isMissingNode() ? "added" : after.isMissingNode() ? "removed" : "modified");
        change.put("what", what);
        change.setAll(place);
        if (!before.isMissingNode()) {
            change.set("before", before);
        }
        if (!after.isMissingNode()) {
            change.set("after", after);
        }
    }
}
