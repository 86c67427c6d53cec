package ai.ekaya.datasource;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.ApprovedStatement;
import ai.ekaya.sql.Effect;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SchemaNames;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.sql.SqlReferences;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What apps and approved queries may ask the datasources of a project. A query passes four layers, each of which alone would stop a
 * write: the guard's parser, a read-only transaction, caps, and a login without write grants. Thread-safe.
 */
@Singleton
public final class DatasourceAccess {
    private final DatasourceRows rows;
    private final DatasourcePasswords passwords;
    private final DatasourceConnections connections;

    @Inject
    DatasourceAccess(DatasourceRows rows, DatasourcePasswords passwords, DatasourceConnections connections) {
        this.rows = rows;
        this.passwords = passwords;
        this.connections = connections;
    }

    /** One SELECT behind all four layers: parser, read-only transaction, caps, login without write grants. */
    public QueryResult query(
            ProjectId project, DatasourceId id, String sql, List<JsonNode> params, Cancellation cancellation) {
        return query(project, id, sql, SqlArguments.byPlace(params), cancellation);
    }

    /** As the other, also with parameters by name. */
    public QueryResult query(
            ProjectId project, DatasourceId id, String sql, SqlArguments params, Cancellation cancellation) {
        DatasourceRow row = readable(project, id);
        return connections.query(row, () -> passwords.target(row), sql, params, cancellation);
    }

    /**
     * What the guard says of a text that would be asked by {@link #query}; the database is not asked.
     *
     * @throws Refusal as the query would be refused
     */
    public void check(ProjectId project, DatasourceId id, String sql, SqlArguments params) {
        connections.check(readable(project, id), sql, params);
    }

    /**
     * How the database would go about a SELECT, without running it; behind the same layers as {@link #query}.
     *
     * @throws Refusal {@code BAD_ARGUMENT} where the datasource has no plan that is safe to ask for
     */
    public QueryResult explain(
            ProjectId project, DatasourceId id, String sql, SqlArguments params, Cancellation cancellation) {
        DatasourceRow row = readable(project, id);
        return connections.explain(row, () -> passwords.target(row), sql, params, cancellation);
    }

    /**
     * What the guard says of a text that an administrator is to approve.
     *
     * @throws Refusal saying what no approval allows
     */
    public ApprovedStatement approved(ProjectId project, DatasourceId id, String sql, Effect effect) {
        return connections.approved(rows.require(project, id), sql, effect);
    }

    /** The tables and columns that an approved text names. */
    public SqlReferences references(ProjectId project, DatasourceId id, String sql, SchemaNames schema) {
        DatasourceRow row = rows.require(project, id);
        return connections.references(row, sql, schema);
    }

    /** An approved statement behind what the approval leaves: one statement, its transaction, caps, and the login. */
    public QueryResult execute(ProjectId project, DatasourceId id, ApprovedCall call, Cancellation cancellation) {
        DatasourceRow row = switch (call.effect()) {
            case READS -> readable(project, id);
            case WRITES -> writable(project, id, call.sql());
        };
        return connections.execute(row, () -> passwords.target(row), call, cancellation);
    }

    /** The schema snapshot as canonical JSON with {@code hash}; read afresh from the catalogs. */
    public ObjectNode schema(ProjectId project, DatasourceId id, Cancellation cancellation) {
        DatasourceRow row = rows.require(project, id);
        return SchemaSnapshot.of(connections.schema(row, () -> passwords.target(row), cancellation));
    }

    /** Counts, ranges and frequent values of a table's columns, over a sample. */
    public ObjectNode statistics(
            ProjectId project, DatasourceId id, StatisticsRequest asked, Cancellation cancellation) {
        DatasourceRow row = readable(project, id);
        return connections.statistics(row, () -> passwords.target(row), asked, cancellation);
    }

    /** Some values of a table's columns, for rooms that only count them: see {@link ColumnSample}. */
    public List<ColumnSample> sample(
            ProjectId project, DatasourceId id, SampleRequest asked, Cancellation cancellation) {
        DatasourceRow row = readable(project, id);
        return connections.sample(row, () -> passwords.target(row), asked, cancellation);
    }

    private DatasourceRow readable(ProjectId project, DatasourceId id) {
        DatasourceRow row = rows.recent(project, id);
        requireAllowed(row);
        return row;
    }

    private static void requireAllowed(DatasourceRow row) {
        if (row.canWrite && row.writableLogin().equals(WritableLogin.REFUSE)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The login of datasource " + row.name
                            + " can change data, so apps may not use it; give the datasource a login that can only SELECT,"
                            + " or have an administrator set its writableLogin to allow");
        }
    }

    private DatasourceRow writable(ProjectId project, DatasourceId id, String sql) {
        DatasourceRow row = rows.recent(project, id);
        if (!row.canWrite) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The login of datasource " + row.name + " can only read"
                            + connections
                                    .approved(row, sql, Effect.WRITES)
                                    .needs()
                                    .map(ApprovedWrite::grant)
                                    .orElse("")
                            + "; then try the datasource's connection again and set its writableLogin to allow");
        }
        requireAllowed(row);
        return row;
    }
}
