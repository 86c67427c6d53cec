package ai.ekaya.classification;

import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What scans leave for the next one, and that there is one scan of a datasource at a time. */
final class ScanTable {
    private ScanTable() {}

    /** A column as an earlier scan left it. */
    record Known(String type, boolean sampled, Optional<Instant> triedAt) {}

    /**
     * A column as this scan found it.
     *
     * @param sampledCount how many values it had; empty when they were not read
     */
    record Found(ColumnFacts facts, Suggestion suggestion, Optional<Integer> sampledCount, Optional<Instant> triedAt) {}

    /** @throws Refusal {@code CONFLICT} while another one runs; one that died is over at its time's end */
    static void begin(Transaction transaction, ProjectId project, DatasourceId id, Instant now, Instant until) {
        int begun = Sql.update(
                transaction,
                "INSERT INTO classification_scan (project_id, datasource_id, runs_until) VALUES (?, ?, ?)"
                        + " ON CONFLICT (datasource_id) DO UPDATE SET runs_until = excluded.runs_until"
                        + " WHERE classification_scan.runs_until IS NULL OR classification_scan.runs_until < ?",
                project.value(),
                id.value(),
                until,
                now);
        if (begun == 0) {
            throw new Refusal(RefusalCode.CONFLICT, "A scan of this datasource runs already; wait for its end");
        }
    }

    /** @param now when it ended; empty when it came to nothing */
    static void end(Transaction transaction, DatasourceId id, Optional<Instant> now) {
        Sql.update(
                transaction,
                "UPDATE classification_scan SET runs_until = NULL, ended_at = coalesce(?::timestamptz, ended_at)"
                        + " WHERE datasource_id = ?",
                now.map(java.sql.Timestamp::from),
                id.value());
    }

    static Optional<Instant> endedAt(Transaction transaction, ProjectId project, DatasourceId id) {
        return Sql.first(
                        transaction,
                        "SELECT ended_at FROM classification_scan WHERE project_id = ? AND datasource_id = ?"
                                + " AND ended_at IS NOT NULL",
                        row -> row.getObject(1, OffsetDateTime.class),
                        project.value(),
                        id.value())
                .map(OffsetDateTime::toInstant);
    }

    static Map<ColumnKey, Known> known(Transaction transaction, DatasourceId id) {
        Map<ColumnKey, Known> known = new HashMap<>();
        Sql.list(
                transaction,
                "SELECT schema_name, table_name, column_name, data_type, sampled_at IS NOT NULL, tried_at"
                        + " FROM classified_column WHERE datasource_id = ?",
                row -> known.put(
                        new ColumnKey(row.getString(1), row.getString(2), row.getString(3)),
                        new Known(
                                row.getString(4),
                                row.getBoolean(5),
                                Optional.ofNullable(row.getObject(6, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant))),
                id.value());
        return known;
    }

    static void save(Transaction transaction, ProjectId project, DatasourceId id, List<Found> found) {
        Sql.batch(
                transaction,
                "INSERT INTO classified_column (project_id, datasource_id, schema_name, table_name, column_name, data_type,"
                        + " features, reasons, category, confidence, sampled_count, sampled_at, tried_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::integer, ?::timestamptz, ?::timestamptz)"
                        + " ON CONFLICT (datasource_id, schema_name, table_name, column_name) DO UPDATE SET"
                        + " data_type = excluded.data_type, features = excluded.features, reasons = excluded.reasons,"
                        + " category = excluded.category, confidence = excluded.confidence,"
                        + " sampled_count = excluded.sampled_count, sampled_at = excluded.sampled_at, tried_at = excluded.tried_at",
                found,
                each -> row(project, id, each));
    }

    private static Object[] row(ProjectId project, DatasourceId id, Found found) {
        Suggestion suggestion = found.suggestion();
        Optional<java.sql.Timestamp> tried = found.triedAt().map(java.sql.Timestamp::from);
        return new Object[] {
            project.value(),
            id.value(),
            found.facts().key().schema(),
            found.facts().key().table(),
            found.facts().key().column(),
            found.facts().type(),
            ColumnTable.write(suggestion.features()),
            ColumnTable.write(suggestion.reasons()),
            suggestion.category().map(Category::text),
            suggestion.confidence(),
            found.sampledCount(),
            found.sampledCount().isPresent() ? tried : Optional.empty(),
            tried
        };
    }

    /** How many are found sensitive and not decided. */
    static int pending(Transaction transaction, DatasourceId id) {
        return Sql.first(
                        transaction,
                        "SELECT count(*) FROM classified_column c WHERE datasource_id = ? AND category IS NOT NULL"
                                + " AND NOT EXISTS (SELECT FROM column_decision d WHERE d.datasource_id = c.datasource_id"
                                + " AND d.schema_name = c.schema_name AND d.table_name = c.table_name"
                                + " AND d.column_name = c.column_name)",
                        row -> row.getInt(1),
                        id.value())
                .orElse(0);
    }

    /** Only that their values were tried to be read, in vain: what was found earlier holds. */
    static void touch(Transaction transaction, DatasourceId id, List<ColumnKey> columns, Instant at) {
        Sql.batch(
                transaction,
                "UPDATE classified_column SET tried_at = ? WHERE datasource_id = ? AND schema_name = ? AND table_name = ?"
                        + " AND column_name = ?",
                columns,
                key -> new Object[] {at, id.value(), key.schema(), key.table(), key.column()});
    }

    /** Forgets what the rules thought of columns that are no longer there; what people decided stays, marked. */
    static void forget(Transaction transaction, DatasourceId id, Set<ColumnKey> present, Instant now) {
        Set<ColumnKey> gone = new HashSet<>(known(transaction, id).keySet());
        gone.addAll(Sql.list(
                transaction,
                "SELECT schema_name, table_name, column_name FROM column_decision WHERE datasource_id = ? AND gone_at IS NULL",
                row -> new ColumnKey(row.getString(1), row.getString(2), row.getString(3)),
                id.value()));
        gone.removeAll(present);
        List<ColumnKey> each = new ArrayList<>(gone);
        Sql.batch(
                transaction,
                "DELETE FROM classified_column WHERE datasource_id = ? AND schema_name = ? AND table_name = ? AND column_name = ?",
                each,
                key -> new Object[] {id.value(), key.schema(), key.table(), key.column()});
        Sql.batch(
                transaction,
                "UPDATE column_decision SET gone_at = ? WHERE datasource_id = ? AND schema_name = ? AND table_name = ?"
                        + " AND column_name = ? AND gone_at IS NULL",
                each,
                key -> new Object[] {now, id.value(), key.schema(), key.table(), key.column()});
    }
}
