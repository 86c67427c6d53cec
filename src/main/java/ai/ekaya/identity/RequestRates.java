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
 * How many requests may come from one address, and from one principal whatever the address, and how many of some kinds: a burst,
 * refilled steadily (a token bucket). Each server counts for itself. Thread-safe.
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
        Rate rate = Rate.aSecond(
                "requests",
                limits.of(Limit.IDENTITY_ADDRESS_REQUESTS_PER_SECOND_COUNT),
                limits.of(Limit.IDENTITY_ADDRESS_REQUESTS_BURST_COUNT));
        take("address " + Network.of(address), rate, 1);
    }

    /**
     * Sign-ins by the identity provider, each of which makes the server keep a state and comes back once more.
     *
     * @throws Refusal {@code RATE_LIMITED} with the time to wait
     */
    void signInFrom(String address) {
        Rate rate = Rate.aSecond(
                "sign-ins",
                limits.of(Limit.IDENTITY_SSO_STARTS_PER_SECOND_COUNT),
                limits.of(Limit.IDENTITY_SSO_STARTS_BURST_COUNT));
        take("sign-in " + Network.of(address), rate, 1);
    }

    /**
     * Before somebody is told whether a name is somebody's. It counts as unknown until {@link #foundName}, so that many at once gain
     * nothing.
     *
     * @throws Refusal {@code RATE_LIMITED} with the time to wait, after too many names that were nobody's
     */
    void asksForName(Principal principal) {
        take("names " + principal.user(), unknownNames(), 1);
    }

    /** The name was somebody's, and is not counted. */
    void foundName(Principal principal) {
        take("names " + principal.user(), unknownNames(), -1);
    }

    private Rate unknownNames() {
        long count = limits.of(Limit.IDENTITY_UNKNOWN_NAMES_PER_MINUTE_COUNT);
        return new Rate("unknown names", count, Duration.ofMinutes(1), count);
    }

    /** @throws Refusal {@code RATE_LIMITED} with the time to wait */
    void of(Principal principal) {
        Rate rate = Rate.aSecond(
                "requests",
                limits.of(Limit.IDENTITY_REQUESTS_PER_SECOND_COUNT),
                limits.of(Limit.IDENTITY_REQUESTS_BURST_COUNT));
        take("user " + principal.user(), rate, 1);
    }

    /**
     * So many of these in each window, and at most a burst at once.
     *
     * @param what for the message
     */
    private record Rate(String what, long count, Duration window, long burst) {
        static Rate aSecond(String what, long count, long burst) {
            return new Rate(what, count, Duration.ofSeconds(1), burst);
        }

        double perMilli() {
            return (double) count / window.toMillis();
        }

        Refusal refusal(Duration wait) {
            return new Refusal(
                    RefusalCode.RATE_LIMITED,
                    "More than " + burst + " " + what + " at once or " + count + " in " + window.toSeconds()
                            + " s came from you, slow down",
                    wait);
        }
    }

    /** @param cost -1 to give back */
    private synchronized void take(String key, Rate rate, int cost) {
        long now = clock.millis();
        Bucket known = buckets.getOrDefault(key, new Bucket(rate.burst, now));
        // A clock that steps back refills nothing.
        double refilled = Math.max(0, now - known.atMillis) * rate.perMilli();
        double left = Math.min(rate.burst, known.left + refilled);
        if (left < cost) {
            buckets.put(key, new Bucket(left, now));
            throw rate.refusal(Duration.ofMillis((long) Math.ceil((1 - left) / rate.perMilli())));
        }
        buckets.put(key, new Bucket(left - cost, now));
    }
}
