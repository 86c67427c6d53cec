package ai.ekaya.sandbox;

import java.util.List;

/** Times of one thing, in nanoseconds, in the order in which they were taken. */
record Spread(List<Long> nanos) {
    Spread {
        nanos = List.copyOf(nanos);
        if (nanos.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured");
        }
    }

    double medianMillis() {
        return percentileMillis(50);
    }

    /** The smallest time that so many in a hundred do not exceed. */
    double percentileMillis(double percent) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int index = (int) Math.ceil(percent / 100 * sorted.size()) - 1;
        return sorted.get(Math.max(index, 0)) / 1e6;
    }

    double bestMillis() {
        return percentileMillis(0);
    }

    double maxMillis() {
        return percentileMillis(100);
    }

    /** From the round {@code from}, counted from 0, on. */
    Spread part(int from, int count) {
        return new Spread(nanos.subList(from, from + count));
    }

    /** The mean of ratios: one that doubles and one that halves are none. */
    static double geometricMean(List<Double> ratios) {
        return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
    }
}
