package ai.ekaya.usage;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this server holds of one project's minute, and how many calls it refused that are not written yet. Not thread-safe: who uses it
 * holds its lock.
 */
final class MinuteSlices {
    private final int keysMax;
    private Instant minute = Instant.MIN;
    private final Map<RateKey, Slice> slices = new HashMap<>();
    private final Map<RateKey, Long> refused = new HashMap<>();

    MinuteSlices(int keysMax) {
        this.keysMax = keysMax;
    }

    /**
     * Calls that a server may make without asking again.
     *
     * @param perMinute of all servers together
     * @param left 0 once all servers together have taken all
     */
    record Slice(long perMinute, long left) {}

    /** What is left of another minute is worth nothing; whether it was another. */
    boolean begin(Instant now) {
        if (now.equals(minute)) {
            return false;
        }
        minute = now;
        slices.clear();
        return true;
    }

    /** Those of which this server has to ask for more. */
    List<RateKey> unheld(Collection<RateKey> keys) {
        if (slices.size() + keys.size() > keysMax) {
            // What is in hand is lost to this minute. Names are those of apps and tools that there are, so this is for
            // a fault.
            slices.clear();
        }
        return keys.stream().filter(key -> !slices.containsKey(key)).toList();
    }

    void hold(Map<RateKey, Slice> taken) {
        slices.putAll(taken);
    }

    /**
     * That all servers together have used up one of these.
     *
     * @param perMinute as many as there may be
     */
    record UsedUp(RateKey key, long perMinute) {}

    Optional<UsedUp> usedUp(Collection<RateKey> keys) {
        for (RateKey key : keys) {
            Slice slice = slices.get(key);
            if (slice != null && slice.left() == 0) {
                return Optional.of(new UsedUp(key, slice.perMinute()));
            }
        }
        return Optional.empty();
    }

    /** One call of each. What is used to its end is asked for again, and not used up. */
    void use(Collection<RateKey> keys) {
        for (RateKey key : keys) {
            slices.computeIfPresent(
                    key, (same, slice) -> slice.left() > 1 ? new Slice(slice.perMinute(), slice.left() - 1) : null);
        }
    }

    void refuse(RateKey key) {
        if (refused.size() < keysMax || refused.containsKey(key)) {
            refused.merge(key, 1L, Long::sum);
        }
    }

    /** Held and not used, in that minute. */
    Map<RateKey, Slice> left(Instant now) {
        return now.equals(minute) ? Map.copyOf(slices) : Map.of();
    }

    /** After its rate was changed. */
    void forget(RateKey key) {
        slices.remove(key);
    }

    Map<RateKey, Long> unwritten() {
        return Map.copyOf(refused);
    }

    /** What was counted since then stays. */
    void written(Map<RateKey, Long> counts) {
        counts.forEach((key, count) -> refused.computeIfPresent(key, (same, all) -> all > count ? all - count : null));
    }
}
