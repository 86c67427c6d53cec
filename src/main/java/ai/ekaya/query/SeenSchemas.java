package ai.ekaya.query;

import ai.ekaya.audit.Actor;
import ai.ekaya.datasource.Datasource;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.datasource.SchemaHistory;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import java.util.List;
import java.util.Optional;

/** The last state of datasources' schemas that was seen. Thread-safe. */
final class SeenSchemas {
    private final Datasources datasources;
    private final SchemaHistory history;

    SeenSchemas(Datasources datasources, SchemaHistory history) {
        this.datasources = datasources;
        this.history = history;
    }

    /** {@link SchemaOfDatasource#UNKNOWN} when none was. */
    SchemaOfDatasource last(ProjectId project, DatasourceId id) {
        return known(project, id).orElse(SchemaOfDatasource.UNKNOWN);
    }

    /** The last; the first time the database is looked at. */
    SchemaOfDatasource lastOrFirst(ProjectId project, DatasourceId id) {
        return known(project, id).orElseGet(() -> seen(project, id));
    }

    private Optional<SchemaOfDatasource> known(ProjectId project, DatasourceId id) {
        return datasources
                .find(project, id)
                .flatMap(datasource -> history.latest(project, id)
                        .map(snapshot -> SchemaOfDatasource.of(snapshot, datasource.letters())));
    }

    private SchemaOfDatasource seen(ProjectId project, DatasourceId id) {
        try {
            history.refresh(Actor.SYSTEM, project, id, new Cancellation());
            return last(project, id);
        } catch (Refusal e) {
            // A database that is down must not keep an author from suggesting; the references say that they are not
            // sure.
            return SchemaOfDatasource.UNKNOWN;
        }
    }

    List<Datasource> datasources(ProjectId project) {
        return datasources.list(project);
    }
}
