package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code explain_query}: how the database would go about a SELECT; it is planned and not run. */
@Singleton
final class ExplainTool implements Tool {
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final ToolSpec spec = ToolSpec.of(
            "explain_query",
            "Plan of a statement",
            "How PostgreSQL would run one SELECT, with estimated rows and costs. The statement is planned and not run.",
            Nature.READS,
            Action.READ_DATASOURCE,
            ToolSpec.Shapes.of("{" + QueryTool.ARGUMENTS + "}", "{\"plan\": {}}", "sql"));

    @Inject
    ExplainTool(Datasources datasources, DatasourceAccess access) {
        this.datasources = datasources;
        this.access = access;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        QueryResult result = access.explain(
                call.project(),
                datasources.meant(call).id(),
                call.text("sql"),
                QueryTool.params(call),
                call.cancellation());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("plan", plan(result.json().at("/rows/0/0")));
        return answer;
    }

    private static JsonNode plan(JsonNode cell) {
        try {
            return cell.isTextual() ? Json.mapper().readTree(cell.textValue()) : cell;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A plan in JSON is none", e);
        }
    }
}
