package ai.ekaya.usage;

import ai.ekaya.web.MetricsText;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Calls that were refused for their rate on this server since its start: by what has the rate, never by project, app or tool. Thread-safe. */
final class RateMeters {
    private static final String REFUSALS = "ekaya_rate_refusals_total";

    private final Map<String, LongAdder> refusals = new ConcurrentSkipListMap<>();

    void refused(RateKey key) {
        refusals.computeIfAbsent(kind(key), any -> new LongAdder()).increment();
    }

    /** A handful: there are few functions that have a rate. */
    private static String kind(RateKey key) {
        if (!key.tool().isEmpty()) {
            return "tool";
        }
        if (!key.function().isEmpty()) {
            return key.function();
        }
        return key.app().isEmpty() ? "project" : "app";
    }

    void writeTo(MetricsText text) {
        text.family(REFUSALS, MetricsText.Kind.COUNTER, "Calls refused for their rate, by what has it");
        refusals.forEach((kind, count) -> text.sample(REFUSALS, Map.of("rate", kind), count.sum()));
    }
}
