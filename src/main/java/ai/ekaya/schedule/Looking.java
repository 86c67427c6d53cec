package ai.ekaya.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when this server has been looking at the clock without a break: what was due before that and has no line was missed because
 * no server was there, what was due after that because all were full. Thread-safe.
 */
final class Looking {
    private final Duration breakMin;
    private Instant since = Instant.MAX;
    private Instant last = Instant.EPOCH;

    Looking(Duration breakMin) {
        this.breakMin = breakMin;
    }

    synchronized void at(Instant now) {
        if (since.isAfter(now) || last.plus(breakMin).isBefore(now)) {
            since = now;
        }
        last = now;
    }

    synchronized Cause why(Instant start) {
        return start.isBefore(since) ? Cause.SERVER_DOWN : Cause.SERVER_BUSY;
    }
}
