package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code list_schema_changes}: the states that a schema was seen in, and what changed between two of them. */
@Singleton
final class SchemaChangesTool implements Tool {
    private final Datasources datasources;
    private final SchemaHistory history;
    private final ToolSpec spec = ToolSpec.of(
            "list_schema_changes",
            "Changes of a schema",
            "The states that a datasource's schema was seen in, and what changed between two; the last two when nothing is said.",
            Nature.READS,
            Action.SEE_PROJECT,
            ToolSpec.Shapes.of("""
                    {"datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"},
                     "from": {"type": "integer", "minimum": 1, "maximum": 1000000000, "description": "a state's number"},
                     "to": {"type": "integer", "minimum": 1, "maximum": 1000000000, "description": "a state's number"}}
                    """, """
                    {"states": {"type": "array"}, "changes": {"type": "array"}}
                    """));

    @Inject
    SchemaChangesTool(Datasources datasources, SchemaHistory history) {
        this.datasources = datasources;
        this.history = history;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        DatasourceId id = datasources.meant(call).id();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("states", Json.mapper().valueToTree(history.list(call.project(), id)));
        answer.set("changes", history.changes(call.project(), id, call.whole("from"), call.whole("to")));
        return answer;
    }
}
