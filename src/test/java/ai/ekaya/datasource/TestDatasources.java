package ai.ekaya.datasource;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limits;
import ai.ekaya.secrets.Sealer;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.util.List;

/** Datasources without a container, for tests of rooms that look into this one. */
public final class TestDatasources {
    private TestDatasources() {}

    public static SchemaHistory history(Store store, Datasources datasources, Limits limits, Clock clock) {
        return new SchemaHistory(store, datasources, limits, clock);
    }

    /** No app is bound to any. */
    public static Datasources on(Store store, Sealer sealer, Limits limits, Clock clock) {
        return on(store, sealer, limits, clock, (transaction, project, datasource) -> List.of());
    }

    public static Datasources on(Store store, Sealer sealer, Limits limits, Clock clock, DatasourceUses uses) {
        return on(store, sealer, limits, clock, uses, (transaction, project, datasource) -> List.of());
    }

    public static Datasources on(
            Store store, Sealer sealer, Limits limits, Clock clock, DatasourceUses uses, DatasourceQueries queries) {
        StatementRunner runner = new StatementRunner(limits);
        DatasourceConnections connections = new DatasourceConnections(
                new PostgresDialect(new SqlGuard(limits), runner, limits),
                runner,
                new Targets(AllowedHosts.parse("localhost, 127.0.0.1"), store),
                limits,
                clock);
        return new Datasources(store, sealer, connections, limits, clock, new AuditLog(clock), uses, queries);
    }
}
