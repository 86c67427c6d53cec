package ai.ekaya.classification;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.util.UUID;

/** The room without a container. */
public final class TestClassifications {
    private TestClassifications() {}

    public static Classifications on(Store store, Datasources datasources, Limits limits, Clock clock) {
        return new Classifications(store, datasources, limits, clock, new AuditLog(clock));
    }

    /** As a person decides, of a column that no scan has seen. */
    public static void sensitive(Store store, ProjectId project, DatasourceId datasource, String table, String column) {
        store.transactIn(
                project.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO column_decision (project_id, datasource_id, schema_name, table_name, column_name, state,"
                                + " note, decided_by, decided_by_name, decided_at, data_type, seen_confidence)"
                                + " VALUES (?, ?, 'public', ?, ?, 'sensitive', '', ?, 'ada', now(), 'text', 0)",
                        project.value(),
                        datasource.value(),
                        table,
                        column,
                        new UUID(0, 1)));
    }
}
