package ai.ekaya.classification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A column's sampled values, counted. SECURITY: it prints no value, and only counts leave it. */
final class Values {
    static final Values NONE = new Values(List.of());

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final int count;

    private Values(List<String> texts) {
        int total = 0;
        for (String text : texts) {
            String value = text.strip();
            if (!value.isEmpty()) {
                counts.merge(value, 1, Integer::sum);
                total++;
            }
        }
        count = total;
    }

    /** @param type as the database writes it; of a list in a row the first item counts */
    static Values of(String type, List<String> texts) {
        boolean isList = type.endsWith("]");
        // A fixed-length type pads its values with spaces; the strip above takes them off.
        return new Values(isList ? texts.stream().map(Values::firstItem).toList() : texts);
    }

    /** Of {@code {a,b}} or {@code {"a b",c}}. */
    private static String firstItem(String list) {
        StringBuilder item = new StringBuilder();
        boolean quoted = list.startsWith("{\"");
        for (int i = quoted ? 2 : 1; i < list.length(); i++) {
            char c = list.charAt(i);
            if (quoted ? c == '"' : c == ',' || c == '}') {
                break;
            }
            if (c == '\\' && i + 1 < list.length()) {
                i++;
            }
            item.append(list.charAt(i));
        }
        return item.toString();
    }

    /** How many there are, blank ones left out. */
    int count() {
        return count;
    }

    int distinct() {
        return counts.size();
    }

    /**
     * How many pass a test.
     *
     * @param hits of all values
     * @param distinct of the different ones
     * @param of how many values there are
     */
    record Share(int hits, int distinct, int of) {
        double ratio() {
            return of == 0 ? 0 : (double) hits / of;
        }

        /** Rounded down, so that 100 % means all. */
        String percent() {
            double percent = 100 * ratio();
            return percent > 0 && percent < 1 ? "under 1 %" : (int) percent + " %";
        }
    }

    Share share(Predicate<String> test) {
        int hits = 0;
        int distinct = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (test.test(entry.getKey())) {
                hits += entry.getValue();
                distinct++;
            }
        }
        return new Share(hits, distinct, count);
    }

    boolean all(Predicate<String> test) {
        return share(test).hits() == count;
    }

    double meanLength() {
        return counts.entrySet().stream()
                        .mapToLong(entry -> (long) entry.getKey().length() * entry.getValue())
                        .sum()
                / (double) Math.max(1, count);
    }

    List<String> different() {
        return new ArrayList<>(counts.keySet());
    }

    @Override
    public String toString() {
        return "Values[" + count + ", " + distinct() + " different]";
    }
}
