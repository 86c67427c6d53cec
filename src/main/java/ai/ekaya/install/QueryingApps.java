package ai.ekaya.install;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.query.QueryUses;
import ai.ekaya.store.Transaction;
import jakarta.inject.Singleton;
import java.util.List;

/** The apps that may run a query by their grants. One that was removed and keeps only its data is granted anew. */
@Singleton
final class QueryingApps implements QueryUses {
    @Override
    public List<String> apps(Transaction transaction, ProjectId project, String query) {
        return InstalledApps.rows(transaction, project).stream()
                .filter(row -> !row.state.isGone())
                .map(AppRow::app)
                .filter(app -> app.grants().queries().contains(query))
                .map(InstalledApp::slug)
                .toList();
    }
}
