package ai.ekaya.datasource;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limits;
import ai.ekaya.secrets.Sealer;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.sql.TsqlGuard;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.util.List;

/** Datasources without a container, for tests of rooms that look into this one. */
public final class TestDatasources {
    private TestDatasources() {}

    /** No app is bound to any. */
    public static Datasources on(Store store, Sealer sealer, Limits limits, Clock clock) {
        return on(store, sealer, limits, clock, (transaction, project, datasource) -> List.of());
    }

    public static Datasources on(Store store, Sealer sealer, Limits limits, Clock clock, DatasourceUses uses) {
        return new Datasources(store, sealer, connections(limits), limits, clock, new AuditLog(clock), uses);
    }

    static DatasourceConnections connections(Limits limits) {
        return new DatasourceConnections(
                new PostgresDialect(new SqlGuard(limits), limits),
                new SqlServerDialect(new TsqlGuard(limits), limits),
                new StatementRunner(limits),
                limits);
    }
}
