package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.limits.Refusal;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code validate_query}: whether a statement would be let through, without asking the database. */
@Singleton
final class ValidateTool implements Tool {
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final ToolSpec spec = ToolSpec.of(
            "validate_query",
            "Check a statement",
            "Whether 'query' would take a statement: one SELECT that parses and calls nothing that is forbidden. Does not ask the"
                    + " database, so names of tables are not checked; explain_query does that.",
            Nature.READS,
            Action.READ_DATASOURCE,
            ToolSpec.Shapes.of("{" + QueryTool.ARGUMENTS + "}", """
                    {"accepted": {"type": "boolean"}, "refusal": {"type": "object", "properties": {
                      "code": {"type": "string"}, "message": {"type": "string"}}}}
                    """, "sql"));

    @Inject
    ValidateTool(Datasources datasources, DatasourceAccess access) {
        this.datasources = datasources;
        this.access = access;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        DatasourceId id = datasources.meant(call).id();
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        try {
            access.check(call.project(), id, call.text("sql"), QueryTool.params(call));
            return said.put("accepted", true);
        } catch (Refusal refusal) {
            said.put("accepted", false)
                    .putObject("refusal")
                    .put("code", refusal.code().name())
                    .put("message", refusal.reason());
            return said;
        }
    }
}
