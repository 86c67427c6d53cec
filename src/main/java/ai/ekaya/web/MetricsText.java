package ai.ekaya.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Figures in Prometheus' text format 0.0.4: families one after the other, each with its samples. Not thread-safe. */
public final class MetricsText {
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** What a family's samples are. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final StringBuilder text = new StringBuilder();

    /** Begins a family; its samples follow. */
    public MetricsText family(String name, Kind kind, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(kind.name().toLowerCase(java.util.Locale.ROOT));
        text.append('\n');
        return this;
    }

    /** @param name the family's, for histograms with {@code _bucket}, {@code _sum} or {@code _count} behind it */
    public MetricsText sample(String name, Map<String, String> labels, double value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append(new TreeMap<>(labels)
                    .entrySet().stream()
                            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                            .collect(Collectors.joining(",", "{", "}")));
        }
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    public MetricsText gauge(String name, String help, double value) {
        return family(name, Kind.GAUGE, help).sample(name, Map.of(), value);
    }

    /** As people write it: whole numbers without a point. */
    public static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
