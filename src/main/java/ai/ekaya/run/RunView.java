package ai.ekaya.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as HTTP clients see it.
 *
 * @param app the app's slug
 * @param queueMillis how long it waited for its turn
 * @param hostMillis how much of {@code wallMillis} was spent in host functions
 */
public record RunView(
        String id,
        String app,
        String version,
        String packageHash,
        ObjectNode trigger,
        Run.Asker principal,
        String entry,
        int attempt,
        Optional<String> engine,
        long seed,
        Run.State state,
        Optional<Outcome.Name> outcome,
        Optional<Outcome.Error> error,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Long> queueMillis,
        long wallMillis,
        long hostMillis,
        long memoryBytesMax,
        long hostCalls) {

    public static RunView of(Run run) {
        return new RunView(
                run.id().toString(),
                run.appSlug(),
                run.version(),
                run.packageHash(),
                run.trigger(),
                run.principal(),
                run.entry(),
                run.attempt(),
                run.engine(),
                run.seed(),
                run.state(),
                run.outcome().map(Outcome::name),
                run.outcome().flatMap(Outcome::error),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                run.startedAt()
                        .map(started ->
                                Duration.between(run.createdAt(), started).toMillis()),
                run.usage().wallMillis(),
                run.usage().hostMillis(),
                run.usage().memoryBytesMax(),
                run.usage().hostCalls());
    }
}
