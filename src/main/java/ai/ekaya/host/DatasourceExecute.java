package ai.ekaya.host;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.query.Queries;
import ai.ekaya.query.Query;
import ai.ekaya.query.QueryExecution;
import ai.ekaya.sql.QueryResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;

/**
 * {@code datasource_execute}: runs a query that an administrator has approved and the project granted to the app.
 *
 * <p>Arguments  {"query": name or id, "params": {name: value}, "datasource": alias or id, if the app wants to be sure}
 * <p>Answer     as of datasource_query; {"changed": n} for a query that writes
 * <p>Limits     rows 10,000 · bytes 4 MiB · 30 s · rows changed as approved
 * <p>Errors     RATE_LIMITED, NOT_PERMITTED (query not granted, not approved, disabled), NOT_FOUND, BAD_ARGUMENT (a parameter), CONFLICT, LIMIT,
 *     TIMEOUT, UPSTREAM, UNAVAILABLE
 * <p>Source     contracts §2; docs/approved-queries.md
 */
final class DatasourceExecute implements HostFunction {
    static final int NAME_BYTES_MAX = 200;

    private final Queries queries;
    private final QueryExecution execution;

    DatasourceExecute(Queries queries, QueryExecution execution) {
        this.queries = queries;
        this.execution = execution;
    }

    private static boolean isPreview(CallScope scope) {
        return scope.trigger().path("kind").asText().equals("preview");
    }

    @Override
    public String name() {
        return "datasource_execute";
    }

    @Override
    public Optional<String> query(RunCalls run, Arguments arguments) {
        String asked = arguments.text("query", NAME_BYTES_MAX);
        return Optional.of(
                queries.find(run.scope().project(), asked).map(Query::name).orElse(asked));
    }

    @Override
    public EffectKind effect() {
        return EffectKind.WORLD;
    }

    @Override
    public boolean isSql() {
        return true;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("query", "params", "datasource");
        JsonNode params = arguments.any("params");
        Optional<DatasourceId> datasource =
                arguments.optionalText("datasource", NAME_BYTES_MAX).map(named -> run.datasource(Optional.of(named)));
        CallScope scope = run.scope();
        QueryResult result = execution.execute(
                new QueryExecution.Asked(
                        scope.principal(),
                        scope.project(),
                        arguments.text("query", NAME_BYTES_MAX),
                        params.isNull() ? JsonNodeFactory.instance.objectNode() : params,
                        datasource,
                        isPreview(scope) ? ai.ekaya.sql.Effect.READS : ai.ekaya.sql.Effect.WRITES,
                        Map.of("app", scope.appSlug(), "run", scope.run().toString()),
                        run.effects()::announce),
                run.cancellation());
        run.read().approved(params.toString(), result);
        return new Answer(result.json(), result.rowCount());
    }
}
