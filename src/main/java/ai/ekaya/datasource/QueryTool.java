package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.RowsGiven;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code query}: one SELECT, behind the same layers as a guest's. */
@Singleton
final class QueryTool implements Tool {
    /** What all tools take that are given a statement. */
    static final String ARGUMENTS = """
            "sql": {"type": "string", "minLength": 1, "maxLength": 65536,
             "description": "one SELECT in the datasource's own SQL, with $1, ? or :name for the parameters"},
            "params": {"type": ["array", "object"], "maxItems": 100, "maxProperties": 100,
             "description": "values by place, or by name"},
            "datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"}
            """;

    static final String ANSWER = """
            {"columns": {"type": "array", "items": {"type": "object", "properties": {
              "name": {"type": "string"}, "type": {"type": "string"}}}},
             "rows": {"type": "array", "items": {"type": "array"}},
             "truncated": {"type": "boolean"}}
            """;

    private final Datasources datasources;
    private final DatasourceAccess access;
    private final Limits limits;
    private final ToolSpec spec = ToolSpec.of(
            "query",
            "Read by SQL",
            "Runs one SELECT on a datasource in a read-only transaction. 'truncated' tells that there are more rows.",
            Nature.READS,
            Action.READ_DATASOURCE,
            ToolSpec.Shapes.of("{" + ARGUMENTS + """
                    , "rows": {"type": "integer", "minimum": 1, "maximum": 1000, "description": "the most in the answer, 100 when not said"}}
                    """, ANSWER, "sql"));

    @Inject
    QueryTool(Datasources datasources, DatasourceAccess access, Limits limits) {
        this.datasources = datasources;
        this.access = access;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        DatasourceId datasource = datasources.meant(call).id();
        QueryResult result =
                access.query(call.project(), datasource, call.text("sql"), params(call), call.cancellation());
        int most = Math.min(
                call.whole("rows").orElseGet(() -> limits.intOf(Limit.TOOLS_ROWS_DEFAULT_COUNT)),
                limits.intOf(Limit.TOOLS_ROWS_CEILING_COUNT));
        cut(result.json(), most);
        return call.answer(new RowsGiven(Optional.of(datasource.value()), call.text("sql"), result));
    }

    static SqlArguments params(ToolCall call) {
        Optional<JsonNode> params = call.json("params");
        if (params.isEmpty()) {
            return SqlArguments.NONE;
        }
        if (params.get().isObject()) {
            return SqlArguments.byName(params.get());
        }
        List<JsonNode> values = new ArrayList<>();
        params.get().forEach(values::add);
        return SqlArguments.byPlace(values);
    }

    private static void cut(ObjectNode answer, int most) {
        if (answer.path("rows").size() > most) {
            ArrayNode rows = answer.arrayNode();
            for (int i = 0; i < most; i++) {
                rows.add(answer.path("rows").get(i));
            }
            answer.set("rows", rows);
            answer.put("truncated", true);
        }
    }
}
