package ai.ekaya.identity;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many requests may come from one address, and from one principal whatever the address: a burst, refilled steadily (a token
 * bucket). Each server counts for itself. Thread-safe.
 */
@Singleton
final class RequestRates {
    private final Limits limits;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > limits.intOf(Limit.IDENTITY_RATES_COUNT);
        }
    };

    /** Requests that may still come at once, at that time. */
    private record Bucket(double left, long atMillis) {}

    @Inject
    RequestRates(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** @throws Refusal {@code RATE_LIMITED} with the time to wait */
    void fromAddress(String address) {
        take(
                "address " + Network.of(address),
                limits.of(Limit.IDENTITY_ADDRESS_REQUESTS_PER_SECOND_COUNT),
                limits.of(Limit.IDENTITY_ADDRESS_REQUESTS_BURST_COUNT));
    }

    /** @throws Refusal {@code RATE_LIMITED} with the time to wait */
    void of(Principal principal) {
        take(
                "user " + principal.user(),
                limits.of(Limit.IDENTITY_REQUESTS_PER_SECOND_COUNT),
                limits.of(Limit.IDENTITY_REQUESTS_BURST_COUNT));
    }

    private synchronized void take(String key, long perSecond, long burst) {
        long now = clock.millis();
        Bucket known = buckets.getOrDefault(key, new Bucket(burst, now));
        // A clock that steps back refills nothing.
        double refilled = Math.max(0, now - known.atMillis) * perSecond / 1000.0;
        double left = Math.min(burst, known.left + refilled);
        if (left < 1) {
            buckets.put(key, new Bucket(left, now));
            Duration wait = Duration.ofMillis((long) Math.ceil((1 - left) * 1000 / perSecond));
            throw new Refusal(
                    RefusalCode.RATE_LIMITED,
                    "More than " + burst + " requests at once or " + perSecond + " a second came from you, slow down",
                    wait);
        }
        buckets.put(key, new Bucket(left - 1, now));
    }
}
