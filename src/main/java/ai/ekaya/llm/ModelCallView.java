package ai.ekaya.llm;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A call of a model as HTTP clients see it, without what was said.
 *
 * @param app the app's name in its project; a draft's when {@code preview}
 * @param sequence its number in the run's list of calls
 * @param outcome {@code OK}, the code of the error that the app got, {@code CANCELLED} where its run was stopped meanwhile, or {@code ASKED} while it goes on or when its server died
 * @param cached whether a kept answer was given and no model asked
 * @param attempts requests that were made, of calls that were answered
 * @param tokensEstimated whether the model did not tell and they were counted by length
 * @param costMicros millionths of the currency that the model's prices are in
 */
public record ModelCallView(
        UUID id,
        String app,
        UUID run,
        int sequence,
        boolean preview,
        Instant at,
        String mode,
        String model,
        String outcome,
        boolean cached,
        Optional<Integer> attempts,
        long inputTokens,
        long outputTokens,
        boolean tokensEstimated,
        Optional<Long> costMicros,
        Optional<Long> millis) {}
