package ai.ekaya.host;

import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.QueryResult;

/**
 * {@code datasource_query}: read-only SQL on one of the datasources that are bound to the app.
 *
 * <p>Arguments  {"datasource": alias or id (the only or primary one), "sql": string ≤ 64 KiB, "params": [value] ≤ 100 for $1 or ?,
 *     or {name: value} ≤ 100 for :name}
 * <p>Answer     {"columns": [{"name","type"}], "rows": [[scalar]], "truncated": bool}
 * <p>Limits     rows 10,000 · bytes 4 MiB · 30 s
 * <p>Errors     RATE_LIMITED, NOT_FOUND (datasource), BAD_ARGUMENT (no single SELECT), LIMIT, TIMEOUT, UPSTREAM, UNAVAILABLE
 * <p>Source     design document, "Host Functions to Implement"; docs/rationale.md "Why read-only transactions?"
 */
final class DatasourceQuery implements HostFunction {
    private final Limits limits;
    private final DatasourceAccess access;

    DatasourceQuery(Limits limits, DatasourceAccess access) {
        this.limits = limits;
        this.access = access;
    }

    @Override
    public String name() {
        return "datasource_query";
    }

    @Override
    public boolean isSql() {
        return true;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("datasource", "sql", "params");
        String sql = arguments.text("sql", limits.of(Limit.SQL_STATEMENT_BYTES));
        var params = arguments.params("params", limits.of(Limit.SQL_PARAMETERS_COUNT));
        DatasourceId datasource = run.datasource(arguments.optionalText("datasource", 200));
        QueryResult result = access.query(run.scope().project(), datasource, sql, params, run.cancellation());
        run.read().query(datasource, sql + params, result);
        return new Answer(result.json(), result.rowCount());
    }
}
