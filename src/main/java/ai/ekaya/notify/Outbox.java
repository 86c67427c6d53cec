package ai.ekaya.notify;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Together;
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
    private final Limits limits;
    private final Clock clock;
    private final LetterEnds ends;

    @Inject
    Outbox(Store store, ChannelRows channels, AuditLog audit, Limits limits, Clock clock) {
        this.store = store;
        this.channels = channels;
        this.limits = limits;
        this.clock = clock;
        this.ends = new LetterEnds(audit, limits, clock);
    }

    /** A channel that is this server's to send to. */
    record Turn(UUID channel, ProjectId project, String name, long fence) {}

    /**
     * @param attempt counts from 1
     * @param settled what became of a mail at the attempts before
     */
    record Task(Target target, Letter letter, int attempt, Settled settled) {}

    /**
     * Of a statement that has {@code notice}: for each channel that a rule leads to, and that was not told of it before. Where a letter of
     * the channel is to be tried again, this one waits as long; but not for a mail that the server took for some.
     */
    static Together.Part part(Instant now) {
        return Together.Part.of("outbox", """
                INSERT INTO ekaya.notice_delivery (id, project_id, channel_id, notification_id, state, created_at, due_at)
                SELECT gen_random_uuid(), notice.project_id, c.id, notice.id, 'WAITING', ?::timestamptz, greatest(?::timestamptz,
                    (SELECT min(d.due_at) FROM ekaya.notice_delivery d
                        WHERE d.channel_id = c.id AND d.state = 'WAITING' AND d.attempts > 0
                            AND d.mail_taken = '' AND d.mail_refused = ''))
                FROM notice JOIN ekaya.notify_channel c ON c.project_id = notice.project_id AND c.stopped_why IS NULL
                WHERE EXISTS (SELECT 1 FROM ekaya.notify_rule r
                    WHERE r.channel_id = c.id AND (r.app IS NULL OR r.app = notice.app)
                        AND array_position(ARRAY['INFO', 'WARNING', 'CRITICAL'], r.severity)
                            <= array_position(ARRAY['INFO', 'WARNING', 'CRITICAL'], notice.severity))
                ON CONFLICT (channel_id, notification_id) DO NOTHING
                """, now, now);
    }

    /**
     * The channel that has waited longest of those with something due; empty when there is none. A project whose receivers hang holds half
     * of a server's senders at most.
     */
    Optional<Turn> claim() {
        Instant now = clock.instant();
        return store.acrossProjects(transaction -> Sql.first(
                        transaction,
                        """
                        SELECT c.id, c.project_id FROM ekaya.notify_channel c
                        WHERE c.busy_until <= ? AND EXISTS (SELECT 1 FROM ekaya.notice_delivery d
                            WHERE d.channel_id = c.id AND d.state = 'WAITING' AND d.due_at <= ?)
                            AND (SELECT count(*) FROM ekaya.notify_channel b
                                WHERE b.project_id = c.project_id AND b.busy_until > ?) < ?
                        ORDER BY c.busy_until, c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED
                        """,
                        row -> Map.entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                        now,
                        now,
                        now,
                        Math.max(1, limits.intOf(Limit.NOTIFY_SENDERS_COUNT) / 2))
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
                            ends.giveUpOld(transaction, turn, now);
                            Target target = channels.open(turn.channel(), stored);
                            return Sql.first(
                                    transaction,
                                    """
                            UPDATE ekaya.notice_delivery d SET attempts = d.attempts + 1, last_at = ? FROM ekaya.notification n
                            WHERE n.id = d.notification_id AND d.id = (SELECT id FROM ekaya.notice_delivery
                                WHERE channel_id = ? AND state = 'WAITING' AND due_at <= ? ORDER BY due_at, created_at, id LIMIT 1)
                            RETURNING d.id, d.attempts, n.id AS notification, n.severity, n.title, n.body, n.app, n.run_id, n.count,
                                n.created_at, n.last_at, d.mail_taken, d.mail_refused
                            """,
                                    row -> new Task(
                                            target,
                                            letter(turn, row),
                                            row.getInt("attempts"),
                                            Settled.read(row.getString("mail_taken"), row.getString("mail_refused"))),
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
            return ours ? ends.write(transaction, turn, task, sent) : Optional.empty();
        });
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
