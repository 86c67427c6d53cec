package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;

/** {@code search_schema}: the tables and columns whose name or comment holds a word, in the last state that was seen. */
@Singleton
final class SchemaSearchTool implements Tool {
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final SchemaHistory history;
    private final Limits limits;
    private final ToolSpec spec = ToolSpec.of(
            "search_schema",
            "Search a schema",
            "Tables and columns whose name or comment holds a word. Searches the last snapshot, or the database when there is none.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("""
                    {"text": {"type": "string", "minLength": 2, "maxLength": 100, "description": "part of a name or comment"},
                     "datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"}}
                    """, """
                    {"matches": {"type": "array", "items": {"type": "object", "properties": {
                      "schema": {"type": "string"}, "table": {"type": "string"}, "column": {"type": "string"},
                      "type": {"type": "string"}, "comment": {"type": "string"}}}},
                     "truncated": {"type": "boolean"}}
                    """, "text"));

    @Inject
    SchemaSearchTool(Datasources datasources, DatasourceAccess access, SchemaHistory history, Limits limits) {
        this.datasources = datasources;
        this.access = access;
        this.history = history;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        DatasourceId id = datasources.meant(call).id();
        JsonNode snapshot = history.latest(call.project(), id)
                .orElseGet(() -> access.schema(call.project(), id, call.cancellation()));
        String text = call.text("text").toLowerCase(Locale.ROOT);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode matches = answer.putArray("matches");
        for (JsonNode table : snapshot.path("tables")) {
            if (holds(table, text)) {
                match(matches, table);
            }
            for (JsonNode column : table.path("columns")) {
                if (holds(column, text)) {
                    match(matches, table)
                            .put("column", column.path("name").asText())
                            .put("type", column.path("type").asText());
                    comment(matches, column);
                }
            }
        }
        int most = limits.intOf(Limit.TOOLS_FOUND_COUNT);
        answer.put("truncated", matches.size() > most);
        while (matches.size() > most) {
            matches.remove(matches.size() - 1);
        }
        return answer;
    }

    private static boolean holds(JsonNode item, String text) {
        return item.path("name").asText().toLowerCase(Locale.ROOT).contains(text)
                || item.path("comment").asText().toLowerCase(Locale.ROOT).contains(text);
    }

    private static ObjectNode match(ArrayNode matches, JsonNode table) {
        ObjectNode match = matches.addObject()
                .put("schema", table.path("schema").asText())
                .put("table", table.path("name").asText());
        comment(matches, table);
        return match;
    }

    private static void comment(ArrayNode matches, JsonNode item) {
        ObjectNode last = (ObjectNode) matches.get(matches.size() - 1);
        if (item.hasNonNull("comment")) {
            last.set("comment", item.get("comment"));
        } else {
            last.remove("comment");
        }
    }
}
