package ai.ekaya.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * One try of a run, as HTTP clients see it.
 *
 * @param attempt from 1
 * @param startedAt empty when it never began
 * @param retryAt from when on the next attempt could begin; empty for the last one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AttemptView(
        int attempt,
        String server,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Outcome.Name> outcome,
        Optional<Outcome.Error> error,
        Optional<Instant> retryAt) {}
