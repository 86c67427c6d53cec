package ai.ekaya.host;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.query.Queries;
import ai.ekaya.query.QueryReference;
import ai.ekaya.query.QueryReferences;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * {@code approved_query_refs}: which queries on a datasource read a table or a column, or may.
 *
 * <p>Arguments  {"table": "orders" or "public.orders", "column": name, any when not said, "datasource": alias or id}
 * <p>Answer     [{"id", "name", "version", "state", "table", "columns", "through", "certainty"}]; no "table" where a query could not be read
 * <p>Limits     500 queries a project
 * <p>Errors     NOT_FOUND (datasource, or neither schema nor query has the name), BAD_ARGUMENT
 * <p>Source     contracts §2; docs/approved-queries.md
 */
final class ApprovedQueryRefs implements HostFunction {
    private static final int NAME_BYTES_MAX = 200;

    private final Queries queries;

    ApprovedQueryRefs(Queries queries) {
        this.queries = queries;
    }

    @Override
    public String name() {
        return "approved_query_refs";
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("table", "column", "datasource");
        String table = arguments.text("table", NAME_BYTES_MAX);
        Optional<String> column = arguments.optionalText("column", NAME_BYTES_MAX);
        DatasourceId datasource = run.datasource(arguments.optionalText("datasource", NAME_BYTES_MAX));
        List<QueryReference> found = queries.reading(
                run.scope().project(), new QueryReferences.Asked(table, column, Optional.of(datasource)));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        found.forEach(each -> write(each, list.addObject()));
        return new Answer(list, list.size());
    }

    private static void write(QueryReference reference, ObjectNode json) {
        json.put("id", reference.id())
                .put("name", reference.name())
                .put("version", reference.version())
                .put("state", reference.state().text());
        reference.table().ifPresent(table -> json.put("table", table));
        reference.columns().forEach(json.putArray("columns")::add);
        reference.through().forEach(json.putArray("through")::add);
        json.put("certainty", reference.certainty());
    }
}
