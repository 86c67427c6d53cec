package ai.ekaya.llm;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before another attempt: twice as long each time, up to a ceiling, and not all runs at the same moment. */
final class RetryPace {
    private static final int DOUBLINGS_MAX = 30;

    private final long firstMillis;
    private final long ceilingMillis;

    RetryPace(Limits limits) {
        this.firstMillis = limits.of(Limit.LLM_RETRY_FIRST_MILLIS);
        this.ceilingMillis = limits.of(Limit.LLM_RETRY_CEILING_MILLIS);
    }

    /**
     * Between three and five quarters of the doubled time, and at least what the provider asks for.
     *
     * @param failures so far, from 1
     */
    Duration after(int failures, Optional<Duration> asked) {
        long millis = Math.min(firstMillis << Math.min(failures - 1, DOUBLINGS_MAX), ceilingMillis);
        Duration spread =
                Duration.ofMillis(millis * 3 / 4 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
        return asked.filter(least -> least.compareTo(spread) > 0).orElse(spread);
    }
}
