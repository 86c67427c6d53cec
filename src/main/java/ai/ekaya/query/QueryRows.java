package ai.ekaya.query;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Queries and their versions as they are stored. Every statement names the project. */
final class QueryRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUERY = """
            SELECT id, project_id, name, description, state, approved_version, latest_version, made_by, made_by_name, made_at
            FROM query WHERE project_id = ?
            """;
    private static final String VERSION_COLUMNS = """
            v.number, v.state, v.datasource_id, v.dialect, v.sql, v.parameters, v.writes, v.row_limit, v.hash, v.unread,
            v.suggested_by, v.suggested_by_name, v.suggested_at, v.decided_by, v.decided_by_name, v.decided_at, v.reason,
            v.refs, v.refs_schema
            """;
    private static final String VERSION =
            "SELECT " + VERSION_COLUMNS + " FROM query_version v WHERE project_id = ? AND query_id = ?";
    private static final String LIVE = "SELECT " + VERSION_COLUMNS + """
            , q.id FROM query_version v JOIN query q ON q.id = v.query_id AND q.project_id = v.project_id
            WHERE v.project_id = ? AND (v.number = q.approved_version OR v.number = q.latest_version AND v.state = 'draft')
            ORDER BY lower(q.name), v.number
            """;

    private final ParametersJson parameters;

    QueryRows(Limits limits) {
        this.parameters = new ParametersJson(limits);
    }

    /** By name; the whole project has few enough. */
    List<Query> list(Transaction transaction, ProjectId project, String after, int countMax) {
        return Sql.list(
                transaction,
                QUERY + " AND lower(name) > lower(?) ORDER BY lower(name) LIMIT ?",
                QueryRows::query,
                project.value(),
                after,
                countMax);
    }

    /** Those whose version that runs, or waits, asks the datasource. */
    List<Query> listAsking(
            Transaction transaction, ProjectId project, DatasourceId datasource, String after, int countMax) {
        return Sql.list(
                transaction,
                QUERY
                        + " AND lower(name) > lower(?) AND EXISTS (SELECT FROM query_version v WHERE v.project_id = query.project_id"
                        + " AND v.query_id = query.id"
                        + " AND v.number IN (query.approved_version, query.latest_version) AND v.datasource_id = ?)"
                        + " ORDER BY lower(name) LIMIT ?",
                QueryRows::query,
                project.value(),
                after,
                datasource.value(),
                countMax);
    }

    /** By id or name. */
    Optional<Query> find(Transaction transaction, ProjectId project, String idOrName) {
        Optional<UUID> id = id(idOrName);
        return id.isPresent()
                ? Sql.first(transaction, QUERY + " AND id = ?", QueryRows::query, project.value(), id.get())
                : Sql.first(
                        transaction,
                        QUERY + " AND lower(name) = lower(?)",
                        QueryRows::query,
                        project.value(),
                        idOrName);
    }

    /** So that two that decide at once see one another's decision. */
    void lock(Transaction transaction, Query query) {
        Sql.first(
                transaction,
                "SELECT id FROM query WHERE project_id = ? AND id = ? FOR UPDATE",
                row -> row.getString(1),
                query.project().value(),
                query.id().value());
    }

    /** So that two that suggest at once do not both take the last place. */
    void lockProject(Transaction transaction, ProjectId project) {
        Sql.first(
                transaction,
                "SELECT id FROM project WHERE id = ? FOR NO KEY UPDATE",
                row -> row.getString(1),
                project.value());
    }

    /** Whether {@link #find} takes it for an id, and never for a name. */
    static boolean isId(String text) {
        return id(text).isPresent();
    }

    private static Optional<UUID> id(String text) {
        try {
            // Java's own reader takes 1-1-1-1-1 as well, which is a name.
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    int count(Transaction transaction, ProjectId project) {
        return Sql.first(
                        transaction,
                        "SELECT count(*) FROM query WHERE project_id = ?",
                        row -> row.getInt(1),
                        project.value())
                .orElse(0);
    }

    /** The latest first. */
    List<QueryVersion> versions(Transaction transaction, Query query, int before, int countMax) {
        return Sql.list(
                transaction,
                VERSION + " AND number < ? ORDER BY number DESC LIMIT ?",
                this::version,
                query.project().value(),
                query.id().value(),
                before,
                countMax);
    }

    /** A version that runs, may run again, or waits. */
    record Live(QueryId query, QueryVersion version) {}

    /** Of the whole project, which has few enough. */
    List<Live> live(Transaction transaction, ProjectId project) {
        return Sql.list(
                transaction,
                LIVE,
                row -> new Live(new QueryId(row.getObject(20, UUID.class)), version(row)),
                project.value());
    }

    QueryVersion version(Transaction transaction, Query query, int number) {
        return Sql.first(
                        transaction,
                        VERSION + " AND number = ?",
                        this::version,
                        query.project().value(),
                        query.id().value(),
                        number)
                .orElseThrow(() -> new IllegalStateException("Query " + query.id() + " has no version " + number));
    }

    void insert(Transaction transaction, Query query) {
        Sql.update(
                transaction,
                "INSERT INTO query (id, project_id, name, description, state, latest_version, made_by, made_by_name, made_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                query.id().value(),
                query.project().value(),
                query.name(),
                query.description(),
                query.state().text(),
                query.latestVersion(),
                UUID.fromString(query.madeBy().user()),
                query.madeBy().name(),
                query.madeBy().at());
    }

    void update(Transaction transaction, Query query) {
        Sql.update(
                transaction,
                "UPDATE query SET description = ?, state = ?, approved_version = ?, latest_version = ? WHERE project_id = ? AND id = ?",
                query.description(),
                query.state().text(),
                query.approvedVersion(),
                query.latestVersion(),
                query.project().value(),
                query.id().value());
    }

    void remove(Transaction transaction, Query query) {
        Sql.update(
                transaction,
                "DELETE FROM query WHERE project_id = ? AND id = ?",
                query.project().value(),
                query.id().value());
    }

    void insert(Transaction transaction, Query query, QueryVersion version) {
        QueryVersion.Wording wording = version.wording();
        Sql.update(
                transaction,
                "INSERT INTO query_version (project_id, query_id, number, state, datasource_id, dialect, sql, parameters, writes,"
                        + " row_limit, hash, unread, suggested_by, suggested_by_name, suggested_at, refs, refs_schema)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                query.project().value(),
                query.id().value(),
                version.number(),
                version.state().text(),
                wording.datasource().value(),
                version.dialect(),
                wording.sql(),
                ParametersJson.write(wording.parameters()).toString(),
                wording.writes(),
                wording.rowLimit(),
                version.hash(),
                version.unread(),
                UUID.fromString(version.suggested().user()),
                version.suggested().name(),
                version.suggested().at(),
                version.refs(),
                version.refsSchema());
    }

    /** INVARIANT: of a version only its state, the decision and the references change, never what was approved. */
    void decide(
            Transaction transaction,
            Query query,
            int number,
            VersionState state,
            Principal by,
            Instant at,
            Optional<String> reason) {
        Sql.update(
                transaction,
                "UPDATE query_version SET state = ?, decided_by = ?, decided_by_name = ?, decided_at = ?, reason = ?"
                        + " WHERE project_id = ? AND query_id = ? AND number = ?",
                state.text(),
                by.user().value(),
                by.name(),
                at,
                reason,
                query.project().value(),
                query.id().value(),
                number);
    }

    /** Another version has taken its place. */
    void replace(Transaction transaction, Query query, int number) {
        Sql.update(
                transaction,
                "UPDATE query_version SET state = 'replaced' WHERE project_id = ? AND query_id = ? AND number = ?",
                query.project().value(),
                query.id().value(),
                number);
    }

    void refer(Transaction transaction, ProjectId project, Live live, String refs, String schema) {
        Sql.update(
                transaction,
                "UPDATE query_version SET refs = ?, refs_schema = ? WHERE project_id = ? AND query_id = ? AND number = ?",
                refs,
                schema,
                project.value(),
                live.query().value(),
                live.version().number());
    }

    private static Query query(ResultSet row) throws SQLException {
        int approved = row.getInt(6);
        return new Query(
                new QueryId(row.getObject(1, UUID.class)),
                new ProjectId(row.getObject(2, UUID.class)),
                row.getString(3),
                row.getString(4),
                QueryState.of(row.getString(5)),
                approved == 0 ? Optional.empty() : Optional.of(approved),
                row.getInt(7),
                new Query.Decision(row.getString(8), row.getString(9), at(row, 10)));
    }

    private QueryVersion version(ResultSet row) throws SQLException {
        return new QueryVersion(
                row.getInt(1),
                VersionState.of(row.getString(2)),
                new QueryVersion.Wording(
                        new DatasourceId(row.getObject(3, UUID.class)),
                        row.getString(5),
                        parameters(row.getString(6)),
                        row.getBoolean(7),
                        row.getInt(8)),
                row.getString(4),
                row.getString(9),
                Optional.ofNullable(row.getString(10)),
                new Query.Decision(row.getString(11), row.getString(12), at(row, 13)),
                row.getString(14) == null
                        ? Optional.empty()
                        : Optional.of(new Query.Decision(row.getString(14), row.getString(15), at(row, 16))),
                Optional.ofNullable(row.getString(17)),
                row.getString(18),
                row.getString(19));
    }

    private QueryParameters parameters(String json) {
        try {
            return parameters.read(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored parameters are no JSON", e);
        }
    }

    private static Instant at(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
