package ai.ekaya.host;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.QueryResult;

/**
 * {@code db_query}: one statement on the app's own schema, in its own transaction, committed when it succeeds. It
 * reads or changes rows, or makes and changes tables as a migration does.
 *
 * <p>Arguments  {"sql": string ≤ 64 KiB, "params": [value] ≤ 100 for $1 or ?, or {name: value} ≤ 100 for :name}
 * <p>Answer     {"columns": [{"name","type"}], "rows": [[scalar]], "truncated": bool, "changed": n for a statement that changes rows}
 * <p>Limits     rows 10,000 · bytes 4 MiB · 30 s · tables of 1 GiB
 * <p>Errors     BAD_ARGUMENT (statement or parameters not accepted), CONFLICT, LIMIT, TIMEOUT, UPSTREAM
 * <p>Source     design document, "Host Functions to Implement"; docs/rationale.md "Why a login role per app?"
 */
final class DbQuery implements HostFunction {
    static final String NAME = "db_query";

    private final Limits limits;
    private final AppDatabases databases;

    DbQuery(Limits limits, AppDatabases databases) {
        this.limits = limits;
        this.databases = databases;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EffectKind effect() {
        return EffectKind.OWN_TABLES;
    }

    @Override
    public boolean isSql() {
        return true;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("sql", "params");
        QueryResult result = databases.query(
                run.scope().app(),
                arguments.text("sql", limits.of(Limit.SQL_STATEMENT_BYTES)),
                arguments.params("params", limits.of(Limit.SQL_PARAMETERS_COUNT)),
                run.effects(),
                run.cancellation());
        return new Answer(result.json(), result.rowCount());
    }
}
