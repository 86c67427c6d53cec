package ai.ekaya.trigger;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code app_wake}. */
final class WakeRows {
    private static final String SHOWN = "id, about, noted_at, due_at, done_at, run_id, reason";

    private WakeRows() {}

    /** A wake that is due, locked with its trigger by the transaction that read it. */
    record Due(UUID id, ProjectId project, AppId app, UUID trigger, UserId owner) {}

    /** Of those that nobody else has in hand, one of the project after the given one; see across projects. */
    static Optional<Due> due(Transaction transaction, Instant now, UUID lastProject) {
        return Sql.first(
                transaction,
                """
                SELECT w.id, w.project_id, w.app_id, w.trigger_id, t.owner_id
                FROM ekaya.app_wake w JOIN ekaya.app_trigger t ON t.id = w.trigger_id
                WHERE w.done_at IS NULL AND w.due_at <= ?
                ORDER BY w.project_id <= ?, w.project_id, w.due_at, w.id LIMIT 1 FOR UPDATE OF w, t SKIP LOCKED
                """,
                row -> new Due(
                        row.getObject("id", UUID.class),
                        new ProjectId(row.getObject("project_id", UUID.class)),
                        new AppId(row.getObject("app_id", UUID.class)),
                        row.getObject("trigger_id", UUID.class),
                        new UserId(row.getObject("owner_id", UUID.class))),
                now,
                lastProject);
    }

    /** False while somebody changes the app, for whom who has locked a wake must not wait. */
    static boolean holdApp(Transaction transaction, AppId app) {
        return Sql.first(
                        transaction,
                        "SELECT id FROM installed_app WHERE id = ? FOR KEY SHARE SKIP LOCKED",
                        row -> true,
                        app.value())
                .isPresent();
    }

    /** The one of this subject whose run has not begun; waits for who has it in hand. */
    static Optional<Wake> open(Transaction transaction, AppTrigger trigger, String subject) {
        return Sql.first(
                transaction,
                "SELECT " + SHOWN
                        + " FROM app_wake WHERE trigger_id = ? AND subject = ? AND done_at IS NULL FOR UPDATE",
                WakeRows::read,
                trigger.id(),
                subject);
    }

    static Wake require(Transaction transaction, UUID id) {
        return Sql.first(transaction, "SELECT " + SHOWN + " FROM app_wake WHERE id = ?", WakeRows::read, id)
                .orElseThrow(() -> new IllegalStateException("Wake " + id + " has no row"));
    }

    static void insert(
            Transaction transaction, AppTrigger trigger, String subject, ObjectNode about, Instant now, Instant due) {
        Sql.update(
                transaction,
                """
                INSERT INTO app_wake (id, project_id, app_id, trigger_id, kind, subject, about, noted_at, due_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                UUID.randomUUID(),
                trigger.project().value(),
                trigger.app().value(),
                trigger.id(),
                trigger.kind().text(),
                subject,
                about.toString(),
                now,
                due);
    }

    /** What happened again before the run began: it is told the newer. */
    static void renew(Transaction transaction, Wake wake, ObjectNode about) {
        Sql.update(transaction, "UPDATE app_wake SET about = ? WHERE id = ?", about.toString(), wake.id());
    }

    static void started(Transaction transaction, UUID wake, RunId run, ObjectNode about, Instant now) {
        Sql.update(
                transaction,
                "UPDATE app_wake SET done_at = ?, run_id = ?, about = ? WHERE id = ?",
                now,
                run.value(),
                about.toString(),
                wake);
    }

    static void notStarted(Transaction transaction, UUID wake, String reason, Instant now) {
        Sql.update(transaction, "UPDATE app_wake SET done_at = ?, reason = ? WHERE id = ?", now, reason, wake);
    }

    /**
     * A delivery that is taken; its run is written by the same transaction. SECURITY: the unique index is what keeps a delivery from
     * counting twice, on whichever server it comes: the second waits here for the first one's transaction. Guarded by WebhooksIT.
     *
     * @return empty when there is one of this id
     */
    static Optional<UUID> delivered(
            Transaction transaction, AppTrigger hook, String deliveryId, ObjectNode about, Instant now) {
        UUID id = UUID.randomUUID();
        int inserted = Sql.update(
                transaction,
                """
                INSERT INTO app_wake (id, project_id, app_id, trigger_id, kind, subject, about, noted_at, due_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                id,
                hook.project().value(),
                hook.app().value(),
                hook.id(),
                hook.kind().text(),
                deliveryId,
                about.toString(),
                now,
                now);
        return inserted == 1 ? Optional.of(id) : Optional.empty();
    }

    /** The run of a delivery that was taken before. */
    static Optional<RunId> delivery(Transaction transaction, AppTrigger hook, String deliveryId) {
        return Sql.first(
                transaction,
                "SELECT run_id FROM app_wake WHERE trigger_id = ? AND kind = 'webhook' AND subject = ?",
                row -> new RunId(row.getObject(1, UUID.class)),
                hook.id(),
                deliveryId);
    }

    /** When those since then came, the oldest first. */
    static List<Instant> deliveredSince(Transaction transaction, AppTrigger hook, Instant since, int countMax) {
        return Sql.list(
                transaction,
                "SELECT noted_at FROM app_wake WHERE trigger_id = ? AND noted_at > ? ORDER BY noted_at DESC LIMIT ?",
                row -> row.getObject(1, OffsetDateTime.class).toInstant(),
                hook.id(),
                since,
                countMax);
    }

    /** The latest first. */
    static List<Wake> latest(Transaction transaction, AppTrigger trigger, int countMax) {
        return Sql.list(
                transaction,
                "SELECT " + SHOWN + " FROM app_wake WHERE trigger_id = ? ORDER BY noted_at DESC, id LIMIT ?",
                WakeRows::read,
                trigger.id(),
                countMax);
    }

    /** Of deliveries those from before; they are too many to be counted each time. */
    static void forgetDeliveries(Transaction transaction, AppTrigger hook, Instant before) {
        Sql.update(transaction, "DELETE FROM app_wake WHERE trigger_id = ? AND noted_at < ?", hook.id(), before);
    }

    /** All but the latest, and those that still wait. */
    static void forget(Transaction transaction, UUID trigger, int keptCount) {
        Sql.update(transaction, """
                DELETE FROM app_wake WHERE id IN (
                    SELECT id FROM app_wake WHERE trigger_id = ? AND done_at IS NOT NULL ORDER BY noted_at DESC, id OFFSET ?)
                """, trigger, keptCount);
    }

    private static Wake read(ResultSet row) throws SQLException {
        return new Wake(
                row.getObject("id", UUID.class),
                json(row.getString("about")),
                row.getObject("noted_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("done_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getObject("run_id", UUID.class)).map(RunId::new),
                Optional.ofNullable(row.getString("reason")));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is stored of a wake is no JSON", e);
        }
    }
}
