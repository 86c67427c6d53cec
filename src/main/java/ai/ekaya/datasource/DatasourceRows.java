package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The datasources as they are stored. Thread-safe. */
@Singleton
final class DatasourceRows {
    private final Store store;
    private final RecentRows recent;

    @Inject
    DatasourceRows(Store store, Limits limits, Clock clock) {
        this.store = store;
        this.recent = new RecentRows(limits, clock);
    }

    /**
     * As {@link #require}, for each call of an app: what this server changed holds at once, what another one changed within {@link
     * Limit#DATASOURCE_REMEMBERED_MILLIS}. The row is shared and not to be changed.
     */
    DatasourceRow recent(ProjectId project, DatasourceId id) {
        return recent.get(project, id, () -> require(project, id));
    }

    /** After a change of it was committed. */
    void changed(ProjectId project, DatasourceId id) {
        recent.forget(project, id);
    }

    /** @throws Refusal {@code NOT_FOUND} when the project has no such datasource */
    DatasourceRow require(ProjectId project, DatasourceId id) {
        return store.inProject(project.value(), transaction -> require(transaction, project, id));
    }

    static List<DatasourceRow> of(Transaction transaction, ProjectId project) {
        return transaction
                .entities()
                .createQuery(
                        "SELECT d FROM DatasourceRow d WHERE d.project = :project ORDER BY d.name", DatasourceRow.class)
                .setParameter("project", project.value())
                .getResultList();
    }

    static Optional<DatasourceRow> find(Transaction transaction, ProjectId project, DatasourceId id) {
        return Optional.ofNullable(transaction.entities().find(DatasourceRow.class, id.value()))
                .filter(row -> row.project.equals(project.value()));
    }

    static DatasourceRow require(Transaction transaction, ProjectId project, DatasourceId id) {
        return find(transaction, project, id)
                .orElseThrow(
                        () -> new Refusal(RefusalCode.NOT_FOUND, "There is no datasource " + id + " in this project"));
    }
}
