package ai.ekaya.schedule;

import ai.ekaya.install.Cron;
import java.time.Instant;
import java.util.Optional;

/**
 * What a claimed schedule owes at a time: the latest due time stands for all that were missed (catch-up {@code once}).
 *
 * @param at the latest due time that is not in the future
 * @param missed due times before it, counted up to a bound
 * @param next the first due time in the future; empty when there is none
 */
record Due(Instant at, int missed, Optional<Instant> next) {
    private static final int MISSED_COUNTED_MAX = 10_000;

    static Due of(Cron cron, Instant firstDue, Instant now) {
        Instant at = firstDue;
        int missed = 0;
        Optional<Instant> next = cron.next(at);
        while (next.isPresent() && !next.get().isAfter(now)) {
            if (missed == MISSED_COUNTED_MAX) {
                // A week of minutes: the rest is not counted, the next time starts from now.
                return new Due(at, missed, cron.next(now));
            }
            at = next.get();
            missed++;
            next = cron.next(at);
        }
        return new Due(at, missed, next);
    }
}
