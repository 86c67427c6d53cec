package ai.ekaya.notify;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a letter that was tried, or that waited for too long: sent, to be tried again, given up, and its channel stopped where
 * nothing more is wanted there. All of it in the transaction of who holds the channel's turn. Thread-safe.
 */
final class LetterEnds {
    private final AuditLog audit;
    private final Limits limits;
    private final Clock clock;
    private final Backoff backoff;

    LetterEnds(AuditLog audit, Limits limits, Clock clock) {
        this.audit = audit;
        this.limits = limits;
        this.clock = clock;
        this.backoff = new Backoff(limits);
    }

    /** When there is something to be sent again; empty when all is done. */
    Optional<Instant> write(Transaction transaction, Outbox.Turn turn, Outbox.Task task, Sent sent) {
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
                giveUp(
                        transaction,
                        turn,
                        task,
                        !task.settled().taken().isEmpty(),
                        failed.status(),
                        Optional.of(failed.note()));
                yield Optional.empty();
            }
            case Sent.Failed failed -> Optional.of(again(transaction, turn, task, failed));
            case Sent.Mailed mailed
            when mailed.waiting().isEmpty() || task.attempt() >= limits.of(Limit.NOTIFY_ATTEMPTS_COUNT) -> {
                giveUp(transaction, turn, task, mailed.isTaken(), Optional.empty(), mailed.note());
                yield Optional.empty();
            }
            case Sent.Mailed mailed -> Optional.of(againToSome(transaction, task, mailed));
        };
    }

    /** It is not tried any more: some have it, or nobody. */
    private void giveUp(
            Transaction transaction,
            Outbox.Turn turn,
            Outbox.Task task,
            boolean isTaken,
            Optional<Integer> status,
            Optional<String> note) {
        end(transaction, task, isTaken ? "SENT" : "FAILED", status, note);
        if (!isTaken) {
            tellGivenUp(transaction, turn, 1);
        }
    }

    /** The channel's others do not wait: the server takes mail, only not for these. */
    private Instant againToSome(Transaction transaction, Outbox.Task task, Sent.Mailed mailed) {
        Instant due = clock.instant().plus(backoff.after(task.attempt(), Optional.empty()));
        Sql.update(
                transaction,
                "UPDATE ekaya.notice_delivery SET note = ?, mail_taken = ?, mail_refused = ?, due_at = ? WHERE id = ?",
                mailed.note(),
                String.join(" ", mailed.settled().taken()),
                String.join(" ", mailed.settled().refused()),
                due,
                task.letter().delivery());
        return due;
    }

    private static void end(
            Transaction transaction, Outbox.Task task, String state, Optional<Integer> status, Optional<String> note) {
        Sql.update(
                transaction,
                "UPDATE ekaya.notice_delivery SET state = ?, response_status = ?, note = ? WHERE id = ?",
                state,
                status,
                note,
                task.letter().delivery());
    }

    /** The channel's others wait as well: a receiver that is down is not asked once for each of them. */
    private Instant again(Transaction transaction, Outbox.Turn turn, Outbox.Task task, Sent.Failed failed) {
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

    private void stop(Transaction transaction, Outbox.Turn turn, String why) {
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

    private void tellGivenUp(Transaction transaction, Outbox.Turn turn, int count) {
        Map<String, String> details = Map.of("name", turn.name(), "count", Integer.toString(count));
        audit.append(transaction, event(AuditEvent.Type.NOTICE_GIVEN_UP, turn, details));
    }

    private static AuditEvent event(AuditEvent.Type type, Outbox.Turn turn, Map<String, String> details) {
        return new AuditEvent(
                type, Actor.SYSTEM, Optional.of(turn.project().value()), "channel:" + turn.channel(), details);
    }

    /** What waited too long, and what was tried so often that servers ended over it. */
    void giveUpOld(Transaction transaction, Outbox.Turn turn, Instant now) {
        int given = Sql.update(
                transaction,
                """
                UPDATE ekaya.notice_delivery SET note = coalesce(note, 'It was not sent in time'),
                    state = CASE WHEN mail_taken = '' THEN 'FAILED' ELSE 'SENT' END
                WHERE channel_id = ? AND state = 'WAITING' AND (created_at < ? OR attempts >= ?)
                """,
                turn.channel(),
                now.minus(limits.durationOf(Limit.NOTIFY_WAIT_SECONDS)),
                limits.of(Limit.NOTIFY_ATTEMPTS_COUNT));
        if (given > 0) {
            tellGivenUp(transaction, turn, given);
        }
    }
}
