package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.Schedule;
import ai.ekaya.install.ScheduleJson;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of cursors: where each schedule stands, and the lock of whoever moves it on. */
final class Cursors {
    private static final String CLAIM = "c.app_id, c.project_id, c.definition, c.due_at, c.waiting,"
            + " (SELECT o.owner_id FROM ekaya.installed_app o WHERE o.id = c.app_id) AS owner_id";
    private static final String FIRST_OF_NEXT_PROJECT =
            " ORDER BY c.project_id <= ?, c.project_id, c.next_at, c.app_id LIMIT 1 FOR UPDATE OF c SKIP LOCKED";
    /** Others may be claiming the first ones just now. */
    private static final int SERVERS = 4;

    private Cursors() {}

    /** An app whose schedule is another than its cursor's. */
    record Moved(AppId app, ProjectId project, String definition, long key) {
        Schedule schedule() {
            return ScheduleJson.read(definition);
        }
    }

    static List<Moved> moved(Transaction transaction, int countMax) {
        return Sql.list(
                transaction,
                """
                SELECT a.id, a.project_id, a.schedule, a.schedule_key FROM ekaya.installed_app a
                LEFT JOIN ekaya.schedule_cursor c ON c.app_id = a.id
                WHERE a.schedule IS NOT NULL AND a.state <> 'REMOVED'
                    AND (c.app_id IS NULL OR c.schedule_key <> a.schedule_key)
                ORDER BY a.id LIMIT ?
                """,
                row -> new Moved(
                        new AppId(row.getObject("id", UUID.class)),
                        new ProjectId(row.getObject("project_id", UUID.class)),
                        row.getString("schedule"),
                        row.getLong("schedule_key")),
                countMax);
    }

    /** Cursors of apps that have no schedule any more. */
    static List<Claim> ended(Transaction transaction, int countMax) {
        return Sql.list(transaction, "SELECT " + CLAIM + """
                 FROM ekaya.schedule_cursor c JOIN ekaya.installed_app a ON a.id = c.app_id
                WHERE a.schedule IS NULL OR a.state = 'REMOVED' ORDER BY c.app_id LIMIT ? FOR UPDATE OF c SKIP LOCKED
                """, Cursors::read, countMax);
    }

    /** Waits for whoever claims it just now. */
    static Optional<Claim> lock(Transaction transaction, AppId app) {
        return Sql.first(
                transaction,
                "SELECT " + CLAIM + " FROM ekaya.schedule_cursor c WHERE c.app_id = ? FOR UPDATE",
                Cursors::read,
                app.value());
    }

    /**
     * What there is to do.
     *
     * @param changed whether schedules were set or taken away and their cursors do not know yet
     * @param waiting whether ticks wait, for a run to end or for a server
     * @param next when the next one is due
     */
    record Sight(boolean changed, boolean waiting, Optional<Instant> next) {}

    static Sight look(Transaction transaction) {
        return Sql.first(
                        transaction,
                        """
                        SELECT EXISTS (
                                SELECT FROM ekaya.installed_app a LEFT JOIN ekaya.schedule_cursor c ON c.app_id = a.id
                                WHERE a.schedule IS NOT NULL AND a.state <> 'REMOVED'
                                    AND (c.app_id IS NULL OR c.schedule_key <> a.schedule_key))
                            OR EXISTS (
                                SELECT FROM ekaya.schedule_cursor c JOIN ekaya.installed_app a ON a.id = c.app_id
                                WHERE a.schedule IS NULL OR a.state = 'REMOVED') AS changed,
                            EXISTS (SELECT FROM ekaya.schedule_cursor WHERE waiting > 0) AS waiting,
                            (SELECT min(next_at) FROM ekaya.schedule_cursor WHERE next_at < 'infinity') AS next
                        """,
                        row -> new Sight(
                                row.getBoolean("changed"),
                                row.getBoolean("waiting"),
                                Optional.ofNullable(row.getTimestamp("next")).map(java.sql.Timestamp::toInstant)))
                .orElseThrow();
    }

    /**
     * Of those that are due and that no other server is claiming just now: of each project the first ones, as many of each as can be;
     * beginning with the project after the given one.
     */
    static List<Claim> due(Transaction transaction, Instant now, UUID lastProject, int countMax) {
        return Sql.list(
                transaction,
                "SELECT " + CLAIM + """
                 FROM (
                    SELECT d.app_id, row_number() OVER (PARTITION BY d.project_id ORDER BY d.next_at, d.app_id) AS place
                    FROM ekaya.schedule_cursor d
                    JOIN ekaya.installed_app a ON a.id = d.app_id AND a.schedule_key = d.schedule_key AND a.state <> 'REMOVED'
                    WHERE d.next_at <= ? ORDER BY place, d.project_id <= ?, d.project_id LIMIT ?) AS turn
                JOIN ekaya.schedule_cursor c ON c.app_id = turn.app_id
                WHERE c.next_at <= ? ORDER BY turn.place, c.project_id <= ?, c.project_id LIMIT ? FOR UPDATE OF c SKIP LOCKED
                """,
                Cursors::read,
                now,
                lastProject,
                SERVERS * countMax,
                now,
                lastProject,
                countMax);
    }

    /** One of the project after the given one, of those that have a waiting tick and no run. */
    static Optional<Claim> waiting(Transaction transaction, UUID lastProject) {
        return Sql.first(transaction, "SELECT " + CLAIM + """
                 FROM ekaya.schedule_cursor c
                WHERE c.waiting > 0 AND NOT EXISTS (
                    SELECT 1 FROM ekaya.run r
                    WHERE r.app_id = c.app_id AND r.state <> 'ENDED' AND r.trigger_kind = 'schedule')""" + FIRST_OF_NEXT_PROJECT, Cursors::read, lastProject);
    }

    /** False when another server was faster with the same schedule. */
    static boolean point(Transaction transaction, Moved moved, Optional<Instant> due) {
        return Sql.update(
                        transaction,
                        """
                        INSERT INTO ekaya.schedule_cursor (app_id, project_id, definition, schedule_key, due_at, next_at)
                        VALUES (?, ?, ?, ?, coalesce(?, 'infinity'::timestamptz), coalesce(?, 'infinity'::timestamptz))
                        ON CONFLICT (app_id) DO UPDATE SET definition = excluded.definition,
                            schedule_key = excluded.schedule_key, due_at = excluded.due_at, next_at = excluded.next_at
                        WHERE schedule_cursor.schedule_key <> excluded.schedule_key
                        """,
                        moved.app().value(),
                        moved.project().value(),
                        moved.definition(),
                        moved.key(),
                        due.map(java.sql.Timestamp::from),
                        due.map(at -> moved.schedule().startOf(moved.app(), at)).map(java.sql.Timestamp::from))
                > 0;
    }

    /** A cursor that moves on: to the next due time, if there is one; and how many wait now. */
    record Moving(Claim claim, Optional<Instant> due, int waiting) {}

    static void advance(Transaction transaction, List<Moving> cursors) {
        Sql.batch(transaction, """
                UPDATE ekaya.schedule_cursor SET due_at = coalesce(?, 'infinity'::timestamptz),
                    next_at = coalesce(?, 'infinity'::timestamptz), waiting = ? WHERE app_id = ?
                """, cursors, cursor -> new Object[] {
            cursor.due().map(java.sql.Timestamp::from),
            cursor.due()
                    .map(at -> cursor.claim().schedule().startOf(cursor.claim().app(), at))
                    .map(java.sql.Timestamp::from),
            cursor.waiting(),
            cursor.claim().app().value()
        });
    }

    static void waiting(Transaction transaction, AppId app, int waiting) {
        Sql.update(transaction, "UPDATE ekaya.schedule_cursor SET waiting = ? WHERE app_id = ?", waiting, app.value());
    }

    static void drop(Transaction transaction, AppId app) {
        Sql.update(transaction, "DELETE FROM ekaya.schedule_cursor WHERE app_id = ?", app.value());
    }

    private static Claim read(ResultSet row) throws SQLException {
        return new Claim(
                new AppId(row.getObject("app_id", UUID.class)),
                new ProjectId(row.getObject("project_id", UUID.class)),
                new UserId(row.getObject("owner_id", UUID.class)),
                ScheduleJson.read(row.getString("definition")),
                row.getTimestamp("due_at").toInstant(),
                row.getInt("waiting"));
    }
}
