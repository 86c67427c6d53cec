package ai.ekaya.notify;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: twice as long each time, up to a ceiling, and not all at the same moment. */
final class Backoff {
    private static final int DOUBLINGS_MAX = 30;

    private final long firstMillis;
    private final long ceilingMillis;

    Backoff(Limits limits) {
        this.firstMillis = limits.of(Limit.NOTIFY_RETRY_FIRST_MILLIS);
        this.ceilingMillis = limits.of(Limit.NOTIFY_RETRY_CEILING_MILLIS);
    }

    /**
     * Between three and five quarters of the doubled time.
     *
     * @param attempt the one that failed, from 1
     * @param asked the least that the receiver asks for; at most the ceiling is heeded
     */
    Duration after(int attempt, Optional<Duration> asked) {
        long doubled = firstMillis << Math.min(attempt - 1, DOUBLINGS_MAX);
        long millis = Math.min(doubled, ceilingMillis);
        long spread = millis * 3 / 4 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        long least = Math.min(asked.map(Duration::toMillis).orElse(0L), ceilingMillis);
        return Duration.ofMillis(Math.max(spread, least));
    }
}
