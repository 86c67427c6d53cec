package ai.ekaya.llm;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The SQL of tables {@code model_call} and {@code model_conversation}. */
final class ModelCallRows {
    private static final String COLUMNS =
            "id, app, run_id, sequence, preview, at, mode, model, outcome, cached, attempts,"
                    + " input_tokens, output_tokens, tokens_estimated, cost_micros, millis";

    private ModelCallRows() {}

    /** How a call ended. */
    record End(
            String outcome,
            Optional<String> model,
            Optional<Integer> attempts,
            ModelTokens spent,
            OptionalLong costMicros,
            long millis) {}

    /** Where a list goes on. */
    record Place(Instant at, UUID id) {
        static Place of(List<String> keys) {
            try {
                return new Place(Instant.parse(keys.get(0)), UUID.fromString(keys.get(1)));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT, "The cursor in 'after' is not one that this list handed out", e);
            }
        }
    }

    static void insert(
            Transaction transaction, UUID id, ModelCall call, String outcome, boolean isCached, Instant now) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.model_call (id, project_id, app_id, app, run_id, sequence, preview, at, mode, model,
                    outcome, cached)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                call.project().value(),
                call.app(),
                call.appSlug(),
                call.run(),
                call.sequence(),
                call.preview(),
                now,
                call.offer().mode(),
                call.offer().model(),
                outcome,
                isCached);
    }

    static void putConversation(Transaction transaction, ProjectId project, UUID id, Instant now, byte[] sealed) {
        Sql.update(transaction, """
                INSERT INTO ekaya.model_conversation (call_id, project_id, at, content) VALUES (?, ?, ?, ?)
                ON CONFLICT (call_id) DO UPDATE SET content = excluded.content
                """, id, project.value(), now, sealed);
    }

    static void end(Transaction transaction, UUID id, End end) {
        Sql.update(
                transaction,
                """
                UPDATE ekaya.model_call SET outcome = ?, model = coalesce(?, model), attempts = ?, input_tokens = ?,
                    output_tokens = ?, tokens_estimated = ?, cost_micros = ?, millis = ? WHERE id = ?
                """,
                end.outcome(),
                end.model(),
                end.attempts(),
                end.spent().input(),
                end.spent().output(),
                end.spent().estimated(),
                end.costMicros().isPresent() ? Optional.of(end.costMicros().getAsLong()) : Optional.<Long>empty(),
                end.millis(),
                id);
    }

    static List<ModelCallView> list(
            Transaction transaction,
            ProjectId project,
            Optional<String> app,
            Optional<UUID> run,
            Optional<Place> after,
            int countMax) {
        Optional<Instant> at = after.map(Place::at);
        return Sql.list(
                transaction,
                "SELECT " + COLUMNS + " FROM ekaya.model_call WHERE project_id = ? AND (?::text IS NULL OR app = ?)"
                        + " AND (?::uuid IS NULL OR run_id = ?)"
                        + " AND (?::timestamptz IS NULL OR (at, id) < (?::timestamptz, ?::uuid))"
                        + " ORDER BY at DESC, id DESC LIMIT ?",
                ModelCallRows::view,
                project.value(),
                app,
                app,
                run,
                run,
                at.map(Instant::toString),
                at.map(Instant::toString),
                after.map(Place::id),
                countMax);
    }

    static Optional<ModelCallView> find(Transaction transaction, ProjectId project, UUID id) {
        return Sql.first(
                transaction,
                "SELECT " + COLUMNS + " FROM ekaya.model_call WHERE project_id = ? AND id = ?",
                ModelCallRows::view,
                project.value(),
                id);
    }

    static Optional<byte[]> conversation(Transaction transaction, ProjectId project, UUID id, Instant since) {
        return Sql.first(
                transaction,
                "SELECT content FROM ekaya.model_conversation WHERE project_id = ? AND call_id = ? AND at >= ?",
                row -> row.getBytes(1),
                project.value(),
                id,
                since);
    }

    private static ModelCallView view(ResultSet row) throws SQLException {
        int attempts = row.getInt("attempts");
        Optional<Integer> known = row.wasNull() ? Optional.empty() : Optional.of(attempts);
        return new ModelCallView(
                row.getObject("id", UUID.class),
                row.getString("app"),
                row.getObject("run_id", UUID.class),
                row.getInt("sequence"),
                row.getBoolean("preview"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("mode"),
                row.getString("model"),
                row.getString("outcome"),
                row.getBoolean("cached"),
                known,
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getBoolean("tokens_estimated"),
                whole(row, "cost_micros"),
                whole(row, "millis"));
    }

    private static Optional<Long> whole(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    /** Deletes a table's rows from before, project by project. */
    static int sweep(Store store, String table, Instant before) {
        List<UUID> projects = store.acrossProjects(transaction -> Sql.list(
                transaction,
                "SELECT DISTINCT project_id FROM ekaya." + table + " WHERE at < ?",
                row -> row.getObject(1, UUID.class),
                before));
        int deleted = 0;
        for (UUID project : projects) {
            deleted += store.<Integer>inProject(
                    project,
                    transaction -> Sql.update(
                            transaction,
                            "DELETE FROM ekaya." + table + " WHERE project_id = ? AND at < ?",
                            project,
                            before));
        }
        return deleted;
    }
}
