package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The datasources as they are stored. Thread-safe. */
@Singleton
final class DatasourceRows {
    private final Store store;

    @Inject
    DatasourceRows(Store store) {
        this.store = store;
    }

    /** @throws Refusal {@code NOT_FOUND} when the project has no such datasource */
    DatasourceRow require(ProjectId project, DatasourceId id) {
        return store.inTransaction(transaction -> require(transaction, project, id));
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
