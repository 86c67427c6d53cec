package ai.ekaya.schedule;

import ai.ekaya.install.Schedule;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Transaction;
import java.time.Instant;
import java.util.Optional;

/** Keeps the cursors with the schedules: new, changed and taken away. What was due before that and not started says so. */
final class Following {
    private final Limits limits;

    Following(Limits limits) {
        this.limits = limits;
    }

    /** Points the cursor of a new or changed schedule at its first due time since then. */
    void follow(Transaction transaction, Cursors.Moved moved) {
        Schedule schedule = moved.schedule();
        Optional<Claim> before = Cursors.lock(transaction, moved.app());
        if (Cursors.point(transaction, moved, schedule.next(schedule.since()))) {
            before.ifPresent(claim ->
                    account(transaction, claim, schedule.since(), "The schedule was changed before it could start"));
        }
    }

    void end(Transaction transaction, Claim claim, Instant now) {
        String reason = "The schedule was taken away before it could start";
        account(transaction, claim, now, reason);
        Ledger.endWaiting(transaction, claim.app(), Tick.Outcome.MISSED, Cause.CHANGED, reason);
        Cursors.drop(transaction, claim.app());
    }

    private void account(Transaction transaction, Claim claim, Instant upTo, String reason) {
        if (claim.dueAt().isAfter(upTo)) {
            return;
        }
        Owed.Asked asked = new Owed.Asked(
                claim.schedule().withoutJitter(),
                claim.app(),
                claim.dueAt(),
                upTo,
                Claims.known(Ledger.from(transaction, claim.app(), claim.dueAt())));
        Owed.of(asked, limits, due -> Cause.CHANGED, Optional.of(new Owed.Stop(Cause.CHANGED, reason)))
                .missed()
                .forEach(line -> Ledger.miss(transaction, claim.project(), claim.app(), line, upTo));
    }
}
