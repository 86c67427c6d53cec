package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of cursor and ticks. */
final class Ledger {
    private Ledger() {}

    /** An app whose schedule was set or changed since its cursor was written. */
    record Moved(AppId app, ProjectId project, String cron) {}

    static List<Moved> moved(Transaction transaction, int countMax) {
        String sql = """
                SELECT a.id, a.project_id, a.schedule FROM ekaya.installed_app a
                LEFT JOIN ekaya.schedule_cursor c ON c.app_id = a.id
                WHERE a.schedule IS NOT NULL AND a.schedule_paused IS NULL AND a.state = 'ENABLED'
                    AND (c.app_id IS NULL OR c.cron <> a.schedule) LIMIT ?
                """;
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setInt(1, countMax);
            List<Moved> moved = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    moved.add(new Moved(
                            new AppId(rows.getObject(1, UUID.class)),
                            new ProjectId(rows.getObject(2, UUID.class)),
                            rows.getString(3)));
                }
            }
            return moved;
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read changed schedules", e);
        }
    }

    /** An app that is off or paused has no next time; let go again it starts from then, and owes nothing for the time between. */
    static void dropEnded(Transaction transaction) {
        update(transaction, """
                DELETE FROM ekaya.schedule_cursor c USING ekaya.installed_app a
                WHERE a.id = c.app_id AND (a.state <> 'ENABLED' OR a.schedule IS NULL OR a.schedule_paused IS NOT NULL)
                """);
    }

    /** Whether a due time has its line. Only within a claim, which lets nobody else write one. */
    static boolean known(Transaction transaction, AppId app, Instant dueAt) {
        String sql = "SELECT EXISTS (SELECT 1 FROM ekaya.schedule_tick WHERE app_id = ? AND due_at = ?)";
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setObject(1, app.value());
            query.setTimestamp(2, Timestamp.from(dueAt));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not look for a tick of " + app, e);
        }
    }

    /** Sets the cursor unless another server was faster with the same schedule. */
    static void point(Transaction transaction, Moved moved, Instant next) {
        String sql = """
                INSERT INTO ekaya.schedule_cursor (app_id, project_id, cron, next_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (app_id) DO UPDATE SET cron = excluded.cron, next_at = excluded.next_at
                WHERE schedule_cursor.cron <> excluded.cron
                """;
        update(transaction, sql, moved.app().value(), moved.project().value(), moved.cron(), Timestamp.from(next));
    }

    /** The app that is longest due and that no other server is claiming just now. */
    static Optional<Claim> claim(Transaction transaction, Instant now) {
        String sql = """
                SELECT c.app_id, c.cron, c.next_at, c.project_id, a.owner_id FROM ekaya.schedule_cursor c
                JOIN ekaya.installed_app a
                    ON a.id = c.app_id AND a.schedule = c.cron AND a.state = 'ENABLED' AND a.schedule_paused IS NULL
                WHERE c.next_at <= ? ORDER BY c.next_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED
                """;
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setTimestamp(1, Timestamp.from(now));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Claim(
                                new AppId(rows.getObject(1, UUID.class)),
                                new ProjectId(rows.getObject(4, UUID.class)),
                                new UserId(rows.getObject(5, UUID.class)),
                                rows.getString(2),
                                rows.getTimestamp(3).toInstant()))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not claim a due schedule", e);
        }
    }

    static void advance(Transaction transaction, AppId app, Instant next) {
        update(
                transaction,
                "UPDATE ekaya.schedule_cursor SET next_at = ? WHERE app_id = ?",
                Timestamp.from(next),
                app.value());
    }

    /** A schedule that is never due again. */
    static void end(Transaction transaction, AppId app) {
        update(transaction, "UPDATE ekaya.schedule_cursor SET next_at = 'infinity' WHERE app_id = ?", app.value());
    }

    static void tick(Transaction transaction, ProjectId project, AppId app, Tick tick) {
        String sql = """
                INSERT INTO ekaya.schedule_tick (app_id, due_at, project_id, claimed_at, outcome, reason, missed, run_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """;
        update(
                transaction,
                sql,
                app.value(),
                Timestamp.from(tick.dueAt()),
                project.value(),
                Timestamp.from(tick.claimedAt()),
                tick.outcome().name(),
                tick.reason().orElse(null),
                tick.missed(),
                tick.run().map(RunId::value).orElse(null));
    }

    /** Whether an earlier run of the app is still waiting or going on. */
    static boolean busy(Transaction transaction, AppId app) {
        String sql = "SELECT EXISTS (SELECT 1 FROM ekaya.run WHERE app_id = ? AND state <> 'ENDED'"
                + " AND trigger_kind = 'schedule')";
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setObject(1, app.value());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not look for runs of " + app, e);
        }
    }

    static List<Tick> ticks(Transaction transaction, AppId app, Instant before, int countMax) {
        String sql = """
                SELECT due_at, claimed_at, outcome, reason, missed, run_id FROM ekaya.schedule_tick
                WHERE app_id = ? AND due_at < ? ORDER BY due_at DESC LIMIT ?
                """;
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setObject(1, app.value());
            query.setTimestamp(2, Timestamp.from(before));
            query.setInt(3, countMax);
            List<Tick> ticks = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ticks.add(new Tick(
                            rows.getTimestamp(1).toInstant(),
                            rows.getTimestamp(2).toInstant(),
                            Tick.Outcome.valueOf(rows.getString(3)),
                            Optional.ofNullable(rows.getString(4)),
                            rows.getInt(5),
                            Optional.ofNullable(rows.getObject(6, UUID.class)).map(RunId::new)));
                }
            }
            return ticks;
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read the ticks of " + app, e);
        }
    }

    static Optional<Instant> next(Transaction transaction, AppId app) {
        String sql = "SELECT next_at FROM ekaya.schedule_cursor WHERE app_id = ? AND next_at < 'infinity'";
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setObject(1, app.value());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getTimestamp(1).toInstant()) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read the next time of " + app, e);
        }
    }

    /** Old lines go with old runs. */
    static void retain(Transaction transaction, AppId app, long countMax) {
        update(transaction, """
                DELETE FROM ekaya.schedule_tick WHERE app_id = ? AND due_at <= (
                    SELECT due_at FROM ekaya.schedule_tick WHERE app_id = ? ORDER BY due_at DESC OFFSET ? LIMIT 1)
                """, app.value(), app.value(), countMax);
    }

    private static int update(
            Transaction transaction, String sql, @org.jspecify.annotations.Nullable Object... parameters) {
        try (PreparedStatement statement = transaction.connection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not write the schedule's tables", e);
        }
    }
}
