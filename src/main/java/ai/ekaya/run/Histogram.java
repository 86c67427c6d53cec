package ai.ekaya.run;

import ai.ekaya.web.MetricsText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often values fell under each of some bounds, and their sum. Not thread-safe. */
final class Histogram {
    private final List<Double> bounds;
    private final long[] counts;
    private double sum;

    /** @param bounds ascending, each the most that its bucket takes */
    Histogram(List<Double> bounds) {
        this.bounds = List.copyOf(bounds);
        this.counts = new long[bounds.size() + 1];
    }

    void add(double value) {
        int bucket = 0;
        while (bucket < bounds.size() && value > bounds.get(bucket)) {
            bucket++;
        }
        counts[bucket]++;
        sum += value;
    }

    /** In the text format a bucket counts all values up to its bound, those of the buckets before it included. */
    void writeTo(MetricsText text, String name, Map<String, String> labels) {
        Map<String, String> bucketLabels = new HashMap<>(labels);
        long upTo = 0;
        for (int i = 0; i <= bounds.size(); i++) {
            upTo += counts[i];
            bucketLabels.put("le", MetricsText.number(i < bounds.size() ? bounds.get(i) : Double.POSITIVE_INFINITY));
            text.sample(name + "_bucket", bucketLabels, (double) upTo);
        }
        text.sample(name + "_sum", labels, sum);
        text.sample(name + "_count", labels, (double) upTo);
    }
}
