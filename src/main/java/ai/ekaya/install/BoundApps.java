package ai.ekaya.install;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.DatasourceUses;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Transaction;
import jakarta.inject.Singleton;
import java.util.List;

/** The apps that read a datasource. One that was removed and keeps only its data is bound anew when it is installed again. */
@Singleton
final class BoundApps implements DatasourceUses {
    @Override
    public List<String> apps(Transaction transaction, ProjectId project, DatasourceId datasource) {
        return InstalledApps.rows(transaction, project).stream()
                .filter(row -> !row.state.isGone())
                .map(AppRow::app)
                .filter(app -> app.datasources().containsValue(datasource))
                .map(InstalledApp::slug)
                .toList();
    }
}
