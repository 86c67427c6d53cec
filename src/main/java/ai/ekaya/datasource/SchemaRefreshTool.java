package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code refresh_schema}: reads a schema, and keeps it when it is not as it was. */
@Singleton
final class SchemaRefreshTool implements Tool {
    private final Datasources datasources;
    private final SchemaHistory history;
    private final ToolSpec spec = ToolSpec.of(
            "refresh_schema",
            "Read a schema anew",
            "Reads the schema of a datasource now and keeps it when it changed; tells the changes. Wakes apps that wait for changes.",
            Nature.SETS,
            Action.READ_SCHEMA_ANEW,
            ToolSpec.Shapes.of("""
                    {"datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"}}
                    """, """
                    {"state": {"type": "object"}, "changed": {"type": "boolean"}, "changes": {"type": "array"}}
                    """));

    @Inject
    SchemaRefreshTool(Datasources datasources, SchemaHistory history) {
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
        return Json.mapper().valueToTree(history.refresh(call.by().actor(), call.project(), id, call.cancellation()));
    }
}
