package ai.ekaya.limits;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people write them in a package: {@code 32MB}, {@code 16MiB}, {@code 300s}, {@code 5m}. The one place that reads and writes them. */
public final class Quantity {
    /** About a terabyte, about 31 years: whatever is more is above every ceiling and counts as this. */
    private static final long MOST = 999_999_999_999L;

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,11}) ?([A-Za-z]+)");

    /** Decimal and binary units differ, as IEC 80000-13 has it. */
    private static final Map<String, Long> BYTES = Map.of(
            "B", 1L,
            "KB", 1_000L,
            "kB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30);

    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

    private Quantity() {}

    /** Empty unless the text is a whole number above 0 with a unit B, KB, MB, GB, KiB, MiB or GiB. */
    public static Optional<Long> bytes(String text) {
        return parse(text, BYTES);
    }

    /** Empty unless the text is a whole number above 0 with a unit ms, s, m, min or h. */
    public static Optional<Duration> duration(String text) {
        return parse(text, MILLIS).map(Duration::ofMillis);
    }

    /** The largest binary unit that divides the size: {@code 33554432} is {@code 32MiB}. */
    public static String ofBytes(long bytes) {
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }

    /** Whole seconds as such, else milliseconds: {@code 60s}, {@code 1500ms}. */
    public static String ofDuration(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    private static Optional<Long> parse(String text, Map<String, Long> units) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        long unit = units.get(matcher.group(2));
        return Optional.of(number > MOST / unit ? MOST : number * unit);
    }
}
