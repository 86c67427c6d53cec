package ai.ekaya.schedule;

import ai.ekaya.host.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * One due time and what became of it; how a started one ended is told by its run.
 *
 * @param missed due times before this one that nobody claimed in time, which this one stands for (catch-up {@code once})
 */
record Tick(
        Instant dueAt, Instant claimedAt, Outcome outcome, Optional<String> reason, int missed, Optional<RunId> run) {
    enum Outcome {
        STARTED,
        SKIPPED
    }
}
