package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The SQL of ticks: each due time has one line, alone or in a range. Only a claim writes, which lets nobody else write of the
 * same app.
 */
final class Ledger {
    private static final String COLUMNS =
            "due_at, until_at, tick_count, claimed_at, started_at, outcome, cause, reason," + " missed, run_id";
    /** Standing reasons: their next due time joins the line before. */
    private static final Set<Cause> STANDING = EnumSet.of(Cause.PAUSED, Cause.APP_DISABLED, Cause.QUEUE_FULL);

    private Ledger() {}

    /** A tick of an app, to be written. */
    record Line(ProjectId project, AppId app, Tick tick) {}

    static void write(Transaction transaction, ProjectId project, AppId app, Tick tick) {
        write(transaction, List.of(new Line(project, app, tick)));
    }

    static void write(Transaction transaction, List<Line> lines) {
        Sql.batch(
                transaction,
                "INSERT INTO ekaya.schedule_tick (app_id, project_id, " + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                lines,
                line -> new Object[] {
                    line.app().value(),
                    line.project().value(),
                    line.tick().dueAt(),
                    line.tick().untilAt(),
                    line.tick().count(),
                    line.tick().claimedAt(),
                    line.tick().startedAt().map(Timestamp::from),
                    line.tick().outcome().name(),
                    line.tick().cause().map(Cause::name),
                    line.tick().reason(),
                    line.tick().missed(),
                    line.tick().run().map(RunId::value)
                });
    }

    static void miss(Transaction transaction, ProjectId project, AppId app, Missed line, Instant now) {
        if (!STANDING.contains(line.cause()) || !lengthen(transaction, app, line, now)) {
            write(transaction, project, app, Tick.missed(line, now));
        }
    }

    private static boolean lengthen(Transaction transaction, AppId app, Missed line, Instant now) {
        return Sql.update(
                        transaction,
                        """
                        UPDATE ekaya.schedule_tick SET until_at = ?, tick_count = tick_count + ?, claimed_at = ?
                        WHERE app_id = ? AND outcome = 'MISSED' AND cause = ? AND reason = ? AND until_at < ?
                            AND due_at = (SELECT max(due_at) FROM ekaya.schedule_tick WHERE app_id = ?)
                        """,
                        line.until(),
                        line.count(),
                        now,
                        app.value(),
                        line.cause().name(),
                        line.reason(),
                        line.from(),
                        app.value())
                > 0;
    }

    /** From a time on, what has its line already: the clock stepped back, or the schedule was changed there and back. */
    static List<Tick> from(Transaction transaction, AppId app, Instant from) {
        return from(transaction, List.of(app), from).getOrDefault(app, List.of());
    }

    /** As {@link #from(Transaction, AppId, Instant)}, of several apps of a project. */
    static Map<AppId, List<Tick>> from(Transaction transaction, List<AppId> apps, Instant from) {
        Map<AppId, List<Tick>> lines = new HashMap<>();
        Sql.list(
                transaction,
                "SELECT app_id, " + COLUMNS + " FROM ekaya.schedule_tick WHERE app_id = ANY (?) AND until_at >= ?",
                row -> lines.computeIfAbsent(new AppId(row.getObject("app_id", UUID.class)), app -> new ArrayList<>())
                        .add(read(row)),
                ids(apps),
                from);
        return lines;
    }

    private static UUID[] ids(List<AppId> apps) {
        return apps.stream().map(AppId::value).toArray(UUID[]::new);
    }

    /** The one that has waited longest. */
    static Optional<Tick> waiting(Transaction transaction, AppId app) {
        return Sql.first(
                transaction,
                "SELECT " + COLUMNS
                        + " FROM ekaya.schedule_tick WHERE app_id = ? AND outcome = 'WAITING' ORDER BY due_at LIMIT 1",
                Ledger::read,
                app.value());
    }

    static void start(Transaction transaction, AppId app, Instant dueAt, Instant now, RunId run) {
        Sql.update(transaction, """
                UPDATE ekaya.schedule_tick SET outcome = 'STARTED', started_at = ?, run_id = ?
                WHERE app_id = ? AND due_at = ? AND outcome = 'WAITING'
                """, now, run.value(), app.value(), dueAt);
    }

    /** Nothing waits any more. */
    static void endWaiting(Transaction transaction, AppId app, Tick.Outcome outcome, Cause cause, String reason) {
        Sql.update(transaction, """
                UPDATE ekaya.schedule_tick SET outcome = ?, cause = ?, reason = ?
                WHERE app_id = ? AND outcome = 'WAITING'
                """, outcome.name(), cause.name(), reason, app.value());
    }

    /** Whether an earlier run of the schedule has not ended. */
    static boolean busy(Transaction transaction, AppId app) {
        return Sql.first(
                        transaction,
                        "SELECT 1 FROM ekaya.run WHERE app_id = ? AND state <> 'ENDED' AND trigger_kind = 'schedule' LIMIT 1",
                        row -> row.getInt(1),
                        app.value())
                .isPresent();
    }

    /** Those of the apps that are {@link #busy}. */
    static Set<AppId> busy(Transaction transaction, List<AppId> apps) {
        return Set.copyOf(
                Sql.list(transaction, """
                SELECT DISTINCT app_id FROM ekaya.run
                WHERE app_id = ANY (?) AND state <> 'ENDED' AND trigger_kind = 'schedule'
                """, row -> new AppId(row.getObject("app_id", UUID.class)), (Object) ids(apps)));
    }

    static List<Tick> before(Transaction transaction, AppId app, Instant before, int countMax) {
        return Sql.list(
                transaction,
                "SELECT " + COLUMNS
                        + " FROM ekaya.schedule_tick WHERE app_id = ? AND due_at < ? ORDER BY due_at DESC LIMIT ?",
                Ledger::read,
                app.value(),
                before,
                countMax);
    }

    /** Old lines go with old runs. */
    static void retain(Transaction transaction, AppId app, long countMax) {
        Sql.update(transaction, """
                DELETE FROM ekaya.schedule_tick WHERE app_id = ? AND outcome <> 'WAITING' AND due_at <= (
                    SELECT due_at FROM ekaya.schedule_tick WHERE app_id = ? ORDER BY due_at DESC OFFSET ? LIMIT 1)
                """, app.value(), app.value(), countMax);
    }

    private static Tick read(ResultSet row) throws SQLException {
        return new Tick(
                row.getTimestamp("due_at").toInstant(),
                row.getTimestamp("until_at").toInstant(),
                row.getInt("tick_count"),
                row.getTimestamp("claimed_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("started_at")).map(Timestamp::toInstant),
                Tick.Outcome.valueOf(row.getString("outcome")),
                Optional.ofNullable(row.getString("cause")).map(Cause::valueOf),
                Optional.ofNullable(row.getString("reason")),
                row.getInt("missed"),
                Optional.ofNullable(row.getObject("run_id", UUID.class)).map(RunId::new));
    }
}
