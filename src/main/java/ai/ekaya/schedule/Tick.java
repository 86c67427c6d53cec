package ai.ekaya.schedule;

import ai.ekaya.host.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * One due time and what became of it; how a started one ended is told by its run. A line of missed ones may stand for several.
 *
 * @param untilAt the last due time of the line
 * @param count how many due times the line stands for
 * @param claimedAt when a server decided on it
 * @param startedAt when its run was made; later than claimed when it waited
 * @param reason for people, why it has no run of its own or not yet
 * @param missed due times before this one that were missed, and that its run stands for (catch-up {@code once})
 */
record Tick(
        Instant dueAt,
        Instant untilAt,
        int count,
        Instant claimedAt,
        Optional<Instant> startedAt,
        Outcome outcome,
        Optional<Cause> cause,
        Optional<String> reason,
        int missed,
        Optional<RunId> run) {
    enum Outcome {
        STARTED,
        /** For the run before it to end. */
        WAITING,
        SKIPPED,
        MISSED
    }

    static Tick started(Instant dueAt, Instant now, int missed, RunId run) {
        return new Tick(
                dueAt,
                dueAt,
                1,
                now,
                Optional.of(now),
                Outcome.STARTED,
                Optional.empty(),
                Optional.empty(),
                missed,
                Optional.of(run));
    }

    static Tick waiting(Instant dueAt, Instant now, int missed) {
        return new Tick(
                dueAt,
                dueAt,
                1,
                now,
                Optional.empty(),
                Outcome.WAITING,
                Optional.of(Cause.OVERLAP),
                Optional.of("It waits for the run before it to end"),
                missed,
                Optional.empty());
    }

    static Tick skipped(Instant dueAt, Instant now, String reason) {
        return new Tick(
                dueAt,
                dueAt,
                1,
                now,
                Optional.empty(),
                Outcome.SKIPPED,
                Optional.of(Cause.OVERLAP),
                Optional.of(reason),
                0,
                Optional.empty());
    }

    static Tick missed(Missed line, Instant now) {
        return new Tick(
                line.from(),
                line.until(),
                line.count(),
                now,
                Optional.empty(),
                Outcome.MISSED,
                Optional.of(line.cause()),
                Optional.of(line.reason()),
                0,
                Optional.empty());
    }
}
