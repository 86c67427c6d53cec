package ai.ekaya.notify;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is to be sent to channels: written with the notification, taken by one server at a time. A turn holds a channel until its lease
 * is over; who took it since has another fence, and the one before changes nothing any more. So a letter is sent at least once, and
 * twice only where a server ended between sending and writing that down. Thread-safe.
 */
@Singleton
final class Outbox {
    private final Store store;
    private final ChannelRows channels;
    private final AuditLog audit;
    private final Limits limits;
    private final Clock clock;
    private final Backoff backoff;

    @Inject
    Outbox(Store store, ChannelRows channels, AuditLog audit, Limits limits, Clock clock) {
        this.store = store;
        this.channels = channels;
        this.audit = audit;
        this.limits = limits;
        this.clock = clock;
        this.backoff = new Backoff(limits);
    }

    /** A channel that is this server's to send to. */
    record Turn(UUID channel, ProjectId project, String name, long fence) {}

    /** @param attempt counts from 1 */
    record Task(Target target, Letter letter, int attempt) {}

    /** Of a statement that has {@code notice}: for each channel that a rule leads to, and that was not told of it before. */
    static Together.Part part(Instant now) {
        return Together.Part.of("outbox", """
                INSERT INTO ekaya.notice_delivery (id, project_id, channel_id, notification_id, state, created_at, due_at)
                SELECT gen_random_uuid(), notice.project_id, c.id, notice.id, 'WAITING', ?::timestamptz, ?::timestamptz
                FROM notice JOIN ekaya.notify_channel c ON c.project_id = notice.project_id AND c.stopped_why IS NULL
                WHERE EXISTS (SELECT 1 FROM ekaya.notify_rule r
                    WHERE r.channel_id = c.id AND (r.app IS NULL OR r.app = notice.app)
                        AND array_position(ARRAY['INFO', 'WARNING', 'CRITICAL'], r.severity)
                            <= array_position(ARRAY['INFO', 'WARNING', 'CRITICAL'], notice.severity))
                ON CONFLICT (channel_id, notification_id) DO NOTHING
                """, now, now);
    }

    /** The channel that has waited longest of those with something due; empty when there is none. */
    Optional<Turn> claim() {
        Instant now = clock.instant();
        return store.acrossProjects(transaction -> Sql.first(
                        transaction,
                        """
                        SELECT c.id, c.project_id FROM ekaya.notify_channel c
                        WHERE c.busy_until <= ? AND EXISTS (SELECT 1 FROM ekaya.notice_delivery d
                            WHERE d.channel_id = c.id AND d.state = 'WAITING' AND d.due_at <= ?)
                        ORDER BY c.busy_until, c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED
                        """,
                        row -> Map.entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                        now,
                        now)
                .flatMap(found -> {
                    transaction.enter(found.getValue());
                    return Sql.first(
                            transaction,
                            "UPDATE ekaya.notify_channel SET busy_until = ?, fence = fence + 1 WHERE id = ?"
                                    + " RETURNING name, fence",
                            row -> new Turn(
                                    found.getKey(),
                                    new ProjectId(found.getValue()),
                                    row.getString("name"),
                                    row.getLong("fence")),
                            lease(now),
                            found.getKey());
                }));
    }

    private Instant lease(Instant now) {
        return now.plus(limits.durationOf(Limit.NOTIFY_LEASE_SECONDS));
    }

    /** The next letter, with the channel as it is now; empty when there is none, or the turn is over. */
    Optional<Task> take(Turn turn) {
        Instant now = clock.instant();
        return store.inProject(
                turn.project().value(),
                transaction -> Sql.first(
                                transaction,
                                "UPDATE ekaya.notify_channel SET busy_until = ? WHERE id = ? AND fence = ? RETURNING sealed_target",
                                row -> row.getString("sealed_target"),
                                lease(now),
                                turn.channel(),
                                turn.fence())
                        .flatMap(stored -> {
                            giveUpOld(transaction, turn, now);
                            Target target = channels.open(turn.channel(), stored);
                            return Sql.first(
                                    transaction,
                                    """
                            UPDATE ekaya.notice_delivery d SET attempts = d.attempts + 1, last_at = ? FROM ekaya.notification n
                            WHERE n.id = d.notification_id AND d.id = (SELECT id FROM ekaya.notice_delivery
                                WHERE channel_id = ? AND state = 'WAITING' AND due_at <= ? ORDER BY due_at, created_at, id LIMIT 1)
                            RETURNING d.id, d.attempts, n.id AS notification, n.severity, n.title, n.body, n.app, n.run_id, n.count,
                                n.created_at, n.last_at
                            """,
                                    row -> new Task(target, letter(turn, row), row.getInt("attempts")),
                                    now,
                                    turn.channel(),
                                    now);
                        }));
    }

    private static Letter letter(Turn turn, ResultSet row) throws SQLException {
        return new Letter(
                row.getObject("id", UUID.class),
                turn.project(),
                Optional.of(row.getObject("notification", UUID.class)),
                Severity.valueOf(row.getString("severity")),
                row.getString("title"),
                row.getString("body"),
                Optional.of(row.getString("app")),
                Optional.ofNullable(row.getObject("run_id", UUID.class)),
                row.getLong("count"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("last_at").toInstant());
    }

    /** What waited too long, and what was tried so often that servers ended over it. */
    private void giveUpOld(Transaction transaction, Turn turn, Instant now) {
        int given = Sql.update(
                transaction,
                """
                UPDATE ekaya.notice_delivery SET state = 'FAILED', note = coalesce(note, 'It was not sent in time')
                WHERE channel_id = ? AND state = 'WAITING' AND (created_at < ? OR attempts >= ?)
                """,
                turn.channel(),
                now.minus(limits.durationOf(Limit.NOTIFY_WAIT_SECONDS)),
                limits.of(Limit.NOTIFY_ATTEMPTS_COUNT));
        if (given > 0) {
            tellGivenUp(transaction, turn, given);
        }
    }

    /** When there is something to be sent again; empty when all is done, or the turn was another's by then. */
    Optional<Instant> done(Turn turn, Task task, Sent sent) {
        return store.inProject(turn.project().value(), transaction -> {
            boolean ours = Sql.first(
                            transaction,
                            "SELECT 1 FROM ekaya.notify_channel WHERE id = ? AND fence = ? FOR NO KEY UPDATE",
                            row -> true,
                            turn.channel(),
                            turn.fence())
                    .isPresent();
            return ours ? write(transaction, turn, task, sent) : Optional.empty();
        });
    }

    private Optional<Instant> write(Transaction transaction, Turn turn, Task task, Sent sent) {
        return switch (sent) {
            case Sent.Taken taken -> {
                end(transaction, task, "SENT", taken.status(), Optional.empty());
                yield Optional.empty();
            }
            case Sent.Unwanted unwanted -> {
                end(transaction, task, "FAILED", Optional.of(unwanted.status()), Optional.of(unwanted.note()));
                stop(transaction, turn, unwanted.note());
                yield Optional.empty();
            }
            case Sent.Failed failed
            when task.attempt() >= limits.of(Limit.NOTIFY_ATTEMPTS_COUNT) -> {
                end(transaction, task, "FAILED", failed.status(), Optional.of(failed.note()));
                tellGivenUp(transaction, turn, 1);
                yield Optional.empty();
            }
            case Sent.Failed failed -> Optional.of(again(transaction, turn, task, failed));
        };
    }

    private static void end(
            Transaction transaction, Task task, String state, Optional<Integer> status, Optional<String> note) {
        Sql.update(
                transaction,
                "UPDATE ekaya.notice_delivery SET state = ?, response_status = ?, note = ? WHERE id = ?",
                state,
                status,
                note,
                task.letter().delivery());
    }

    /** The channel's others wait as well: a receiver that is down is not asked once for each of them. */
    private Instant again(Transaction transaction, Turn turn, Task task, Sent.Failed failed) {
        Instant due = clock.instant().plus(backoff.after(task.attempt(), failed.after()));
        Sql.update(
                transaction,
                "UPDATE ekaya.notice_delivery SET response_status = ?, note = ? WHERE id = ?",
                failed.status(),
                failed.note(),
                task.letter().delivery());
        Sql.update(
                transaction,
                "UPDATE ekaya.notice_delivery SET due_at = greatest(due_at, ?) WHERE channel_id = ? AND state = 'WAITING'",
                due,
                turn.channel());
        return due;
    }

    private void stop(Transaction transaction, Turn turn, String why) {
        ChannelRows.stop(transaction, turn.channel(), Optional.of(why));
        Sql.update(
                transaction,
                "UPDATE ekaya.notice_delivery SET state = 'FAILED', note = ? WHERE channel_id = ? AND state = 'WAITING'",
                "The channel was stopped",
                turn.channel());
        audit.append(
                transaction,
                event(
                        AuditEvent.Type.CHANNEL_CHANGED,
                        turn,
                        Map.of("name", turn.name(), "change", "stopped", "why", why)));
    }

    private void tellGivenUp(Transaction transaction, Turn turn, int count) {
        Map<String, String> details = Map.of("name", turn.name(), "count", Integer.toString(count));
        audit.append(transaction, event(AuditEvent.Type.NOTICE_GIVEN_UP, turn, details));
    }

    private static AuditEvent event(AuditEvent.Type type, Turn turn, Map<String, String> details) {
        return new AuditEvent(
                type, Actor.SYSTEM, Optional.of(turn.project().value()), "channel:" + turn.channel(), details);
    }

    /** Whoever is next may go on at once. */
    void release(Turn turn) {
        store.transactIn(
                turn.project().value(),
                transaction -> Sql.update(
                        transaction,
                        "UPDATE ekaya.notify_channel SET busy_until = ? WHERE id = ? AND fence = ?",
                        clock.instant(),
                        turn.channel(),
                        turn.fence()));
    }
}
