package ai.ekaya.datasource;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.sql.TsqlGuard;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.time.Clock;
import java.util.List;

/** Datasources without a container, for tests of rooms that look into this one. */
public record TestDatasources(Datasources datasources, DatasourceAccess access) {
    private static Store platform;

    public SchemaHistory history(Store store, Limits limits, Clock clock) {
        return history(store, limits, clock, (transaction, change) -> {});
    }

    public SchemaHistory history(Store store, Limits limits, Clock clock, SchemaChanges changes) {
        return new SchemaHistory(store, datasources, access, new AuditLog(clock), changes, limits, clock);
    }

    /** No app is bound to any. */
    public static TestDatasources on(Store store, Sealer sealer, Limits limits, Clock clock) {
        return on(store, sealer, limits, clock, (transaction, project, datasource) -> List.of());
    }

    public static TestDatasources on(Store store, Sealer sealer, Limits limits, Clock clock, DatasourceUses uses) {
        return on(store, sealer, limits, clock, uses, (transaction, project, datasource) -> List.of());
    }

    public static TestDatasources on(
            Store store, Sealer sealer, Limits limits, Clock clock, DatasourceUses uses, DatasourceQueries queries) {
        return on(connections(store, limits, clock), store, sealer, limits, clock, uses, queries);
    }

    static TestDatasources on(
            DatasourceConnections connections,
            Store store,
            Sealer sealer,
            Limits limits,
            Clock clock,
            DatasourceUses uses,
            DatasourceQueries queries) {
        DatasourceRows rows = new DatasourceRows(store, limits, clock);
        DatasourcePasswords passwords = new DatasourcePasswords(sealer);
        return new TestDatasources(
                new Datasources(store, rows, passwords, connections, limits, clock, new AuditLog(clock), uses, queries),
                new DatasourceAccess(rows, passwords, connections));
    }

    /** Without a datasource's row: the platform's database is there to be told apart from others. */
    static synchronized DatasourceConnections connections(Limits limits) {
        if (platform == null) {
            platform = Store.open(TestDatabase.fresh());
        }
        return connections(platform, limits, Clock.systemUTC());
    }

    static DatasourceConnections connections(Store store, Limits limits, Clock clock) {
        return new DatasourceConnections(
                new PostgresDialect(new SqlGuard(limits), limits),
                new SqlServerDialect(new TsqlGuard(limits), limits),
                new StatementRunner(limits),
                new Targets(AllowedHosts.parse("localhost, 127.0.0.1"), store),
                limits,
                clock);
    }
}
