package ai.ekaya.limits;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The limits in force: every {@link Limit} with its value, read once at start. Immutable. */
public final class Limits {
    private final Map<Limit, Long> values;

    private Limits(Map<Limit, Long> values) {
        this.values = new EnumMap<>(values);
    }

    public static Limits defaults() {
        return read(key -> Optional.empty());
    }

    /**
     * Reads each limit's config key, keeping the default where the lookup has nothing.
     *
     * @throws IllegalArgumentException naming the key, when a value is no whole number from the limit's least on
     */
    public static Limits read(Function<String, Optional<String>> lookup) {
        Map<Limit, Long> values = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            values.put(
                    limit,
                    lookup.apply(limit.key()).map(text -> parse(limit, text)).orElse(limit.defaultValue()));
        }
        return new Limits(values);
    }

    private static long parse(Limit limit, String text) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= limit.least()) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message below.
        }
        throw new IllegalArgumentException("Config " + limit.key() + " is '" + text + "', expected a whole number of "
                + limit.unit().name().toLowerCase(java.util.Locale.ROOT)
                + (limit.least() == 0 ? " or 0" : " above 0"));
    }

    public long of(Limit limit) {
        return values.getOrDefault(limit, limit.defaultValue());
    }

    /** For limits that fit an int: counts, and byte sizes that bound one array. */
    public int intOf(Limit limit) {
        return (int) Math.min(of(limit), Integer.MAX_VALUE);
    }

    /** For limits counted in {@link Unit#MILLIS} or {@link Unit#SECONDS}. */
    public Duration durationOf(Limit limit) {
        return switch (limit.unit()) {
            case MILLIS -> Duration.ofMillis(of(limit));
            case SECONDS -> Duration.ofSeconds(of(limit));
            case BYTES, COUNT, RATIO -> throw new IllegalArgumentException(limit + " is no time");
        };
    }

    /** The same limits with one changed; for tests at a bound and one past it. */
    public Limits with(Limit limit, long value) {
        Map<Limit, Long> changed = new EnumMap<>(values);
        changed.put(limit, value);
        return new Limits(changed);
    }
}
