package ai.ekaya.query;

import ai.ekaya.identity.Action;
import ai.ekaya.sql.Effect;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.RowsGiven;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code execute_approved_query}: runs the approved version of a query by name; it may change data as it was approved. */
@Singleton
final class ExecuteQueryTool implements Tool {
    private final QueryExecution execution;
    private final ToolSpec spec = ToolSpec.of(
            "execute_approved_query",
            "Run an approved query",
            "Runs a query that an administrator approved, with a value for each of its parameters. 'changed' tells how many rows a"
                    + " query that writes has changed.",
            Nature.CHANGES,
            Action.RUN_QUERY,
            ToolSpec.Shapes.of("""
                    {"query": {"type": "string", "minLength": 1, "maxLength": 200, "description": "its name or id"},
                     "params": {"type": "object", "maxProperties": 100, "description": "values by the parameters' names"}}
                    """, """
                    {"columns": {"type": "array"}, "rows": {"type": "array"}, "truncated": {"type": "boolean"},
                     "changed": {"type": "integer"}}
                    """, "query"));

    @Inject
    ExecuteQueryTool(QueryExecution execution) {
        this.execution = execution;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        QueryExecution.Asked asked = new QueryExecution.Asked(
                call.by(),
                call.project(),
                call.text("query"),
                call.json("params").orElseGet(JsonNodeFactory.instance::objectNode),
                Optional.empty(),
                Effect.WRITES,
                through(call));
        return call.answer(new RowsGiven(Optional.empty(), "", execution.execute(asked, call.cancellation())));
    }

    /** What goes into the audit of a change: the run that called. */
    private static Map<String, String> through(ToolCall call) {
        List<String> apps = call.path().apps();
        return call.path()
                .run()
                .map(run -> Map.of("app", apps.isEmpty() ? "" : apps.get(apps.size() - 1), "run", run))
                .orElse(Map.of());
    }
}
