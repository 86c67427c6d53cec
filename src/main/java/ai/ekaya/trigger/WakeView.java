package ai.ekaya.trigger;

import ai.ekaya.host.RunId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a trigger, as HTTP clients see it.
 *
 * @param outcome {@code WAITING}, {@code STARTED} or {@code NOT_STARTED}
 * @param reason why it started no run
 * @param trigger what the app sees as {@code context.trigger}
 */
public record WakeView(
        Instant notedAt,
        Instant dueAt,
        Optional<Instant> doneAt,
        String outcome,
        Optional<String> run,
        Optional<String> reason,
        ObjectNode trigger) {
    static WakeView of(Wake wake) {
        return new WakeView(
                wake.notedAt(),
                wake.dueAt(),
                wake.doneAt(),
                wake.doneAt().isEmpty() ? "WAITING" : wake.run().isPresent() ? "STARTED" : "NOT_STARTED",
                wake.run().map(RunId::toString),
                wake.reason(),
                wake.about());
    }
}
