package ai.ekaya.sql;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether one database is worth another try to connect. After some failures in a row nobody tries for a while, which grows; then one
 * caller does, and the others wait for what it finds. A refused login is not tried again at once, as that can lock the account.
 * Thread-safe.
 */
final class Circuit {
    private final Clock clock;
    private final int failuresMax;
    private final Duration least;
    private final Duration most;

    private int failures;
    private String reason = "";
    private Instant openUntil = Instant.MIN;
    private Duration pause = Duration.ZERO;
    private boolean trying;

    Circuit(Limits limits, Clock clock) {
        this.clock = clock;
        this.failuresMax = limits.intOf(Limit.SQL_CIRCUIT_FAILURES_COUNT);
        this.least = limits.durationOf(Limit.SQL_CIRCUIT_SECONDS);
        this.most = limits.durationOf(Limit.SQL_CIRCUIT_CEILING_SECONDS);
    }

    /** Before a try; each is followed by one of the other methods. */
    synchronized void enter() {
        if (pause.isZero()) {
            return;
        }
        Duration left = Duration.between(clock.instant(), openUntil);
        if (left.isPositive()) {
            Duration seconds = Duration.ofSeconds(left.toSeconds() + (left.getNano() > 0 ? 1 : 0));
            throw new Refusal(
                    RefusalCode.UNAVAILABLE,
                    reason + "; it is tried again in " + Quantity.ofDuration(seconds),
                    seconds);
        }
        if (trying) {
            throw new Refusal(RefusalCode.UNAVAILABLE, reason + "; it is being tried again just now", least);
        }
        trying = true;
    }

    synchronized void succeeded() {
        failures = 0;
        pause = Duration.ZERO;
        trying = false;
    }

    /** The try said nothing of the database. */
    synchronized void abandoned() {
        trying = false;
    }

    /** It answers, and has no connection left for now. */
    private static boolean isBusy(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("53");
    }

    synchronized void failed(SQLException failure) {
        trying = false;
        if (isBusy(failure)) {
            return;
        }
        failures++;
        reason = SqlFailures.connection(failure).reason();
        boolean refused = SqlFailures.refusedLogin(failure);
        if (refused || failures >= failuresMax) {
            Duration next = pause.isZero() ? least : pause.multipliedBy(2);
            pause = refused || next.compareTo(most) > 0 ? most : next;
            openUntil = clock.instant().plus(pause);
        }
    }
}
