package ai.ekaya.schedule;

import ai.ekaya.host.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A due time and what became of it, as HTTP clients see it.
 *
 * @param untilAt when the line stands for several that were missed: the last of them
 * @param count how many due times the line stands for
 * @param outcome {@code STARTED}, {@code WAITING}, {@code SKIPPED} or {@code MISSED}
 * @param cause {@code OVERLAP}, {@code QUEUE_FULL}, {@code SERVER_DOWN}, {@code SERVER_BUSY}, {@code PAUSED}, {@code APP_DISABLED} or
 *     {@code CHANGED}
 * @param reason the same for people
 * @param missed how many missed ones before it its run stands for
 */
public record TickView(
        Instant dueAt,
        Instant untilAt,
        int count,
        Instant claimedAt,
        Optional<Instant> startedAt,
        String outcome,
        Optional<String> cause,
        Optional<String> reason,
        int missed,
        Optional<String> run) {
    static TickView of(Tick tick) {
        return new TickView(
                tick.dueAt(),
                tick.untilAt(),
                tick.count(),
                tick.claimedAt(),
                tick.startedAt(),
                tick.outcome().name(),
                tick.cause().map(Cause::name),
                tick.reason(),
                tick.missed(),
                tick.run().map(RunId::toString));
    }
}
