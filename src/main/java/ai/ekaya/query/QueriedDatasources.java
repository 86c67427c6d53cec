package ai.ekaya.query;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.DatasourceQueries;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import jakarta.inject.Singleton;
import java.util.List;

/** The queries whose approved or latest version asks a datasource; what older versions asked may go. */
@Singleton
final class QueriedDatasources implements DatasourceQueries {
    @Override
    public List<String> on(Transaction transaction, ProjectId project, DatasourceId datasource) {
        return Sql.list(transaction, """
                SELECT DISTINCT q.name
                FROM query q JOIN query_version v ON v.query_id = q.id
                 AND (v.number = q.approved_version OR v.number = q.latest_version)
                WHERE q.project_id = ? AND v.project_id = q.project_id AND v.datasource_id = ?
                  AND v.state IN ('draft', 'approved')
                ORDER BY q.name
                """, row -> row.getString(1), project.value(), datasource.value());
    }
}
