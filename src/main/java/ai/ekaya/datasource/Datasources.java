package ai.ekaya.datasource;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.sql.QueryResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The datasources of projects: records, and what apps may ask them. Thread-safe. */
public final class Datasources {

    public List<Datasource> list(ProjectId project) {
        throw new UnsupportedOperationException();
    }

    public Optional<Datasource> find(ProjectId project, DatasourceId id) {
        throw new UnsupportedOperationException();
    }

    /** Tries the connection, probes whether the login can write, then saves. */
    public Datasource add(Principal by, ProjectId project, NewDatasource asked) {
        throw new UnsupportedOperationException();
    }

    /** One SELECT behind all four layers: parser, read-only transaction, caps, login without write grants. */
    public QueryResult query(
            ProjectId project, DatasourceId id, String sql, List<JsonNode> params, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /** The schema snapshot as canonical JSON with {@code hash}; read afresh from the catalogs. */
    public ObjectNode schema(ProjectId project, DatasourceId id, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /** The same database at another address. */
    public Datasource move(Principal by, ProjectId project, DatasourceId id, String host, int port) {
        throw new UnsupportedOperationException();
    }
}
