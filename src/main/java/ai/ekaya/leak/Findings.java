package ai.ekaya.leak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What was found in one text: what, how often, and which of its bytes are to be taken out. Not thread-safe. */
final class Findings {
    /** Of one text. No {@code Limit}, as nothing depends on it but how many are named: {@link RunExits} bounds what is kept of a run. */
    private static final int KINDS_MAX = 50;

    private final Map<Finding, Integer> counts = new LinkedHashMap<>();
    private final List<Range> ranges = new ArrayList<>();
    private boolean everywhere;

    /** Bytes of the text, both inclusive. */
    record Range(int first, int last) {}

    void add(Finding finding, Range where) {
        count(finding);
        int last = ranges.size() - 1;
        if (last >= 0
                && where.first() <= ranges.get(last).last() + 1
                && where.last() >= ranges.get(last).first()) {
            Range before = ranges.get(last);
            ranges.set(last, new Range(Math.min(before.first(), where.first()), Math.max(before.last(), where.last())));
        } else {
            ranges.add(where);
        }
    }

    /** Found where it cannot be cut out: in what an escape stands for, or over several fields. */
    void addSomewhere(Finding finding) {
        count(finding);
        everywhere = true;
    }

    private void count(Finding finding) {
        // Beyond this many kinds nobody reads on; what is found is taken out all the same.
        if (counts.size() < KINDS_MAX || counts.containsKey(finding)) {
            counts.merge(finding, 1, Integer::sum);
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    boolean isEverywhere() {
        return everywhere;
    }

    /** In order, none touching another. */
    List<Range> ranges() {
        List<Range> merged = new ArrayList<>();
        for (Range range :
                ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && range.first() <= merged.get(last).last() + 1) {
                Range before = merged.get(last);
                merged.set(last, new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    /** Each kind of finding with how often it was found; a part of what was found whole is none. */
    Map<Finding, Integer> counts() {
        Set<String> whole = counts.keySet().stream()
                .filter(finding -> finding.encoding() != Encoding.PART)
                .map(Finding::name)
                .collect(Collectors.toSet());
        Map<Finding, Integer> told = new LinkedHashMap<>(counts);
        told.keySet().removeIf(finding -> finding.encoding() == Encoding.PART && whole.contains(finding.name()));
        return told;
    }

    Finding first() {
        // A secret's name says more than a key's kind.
        return counts().keySet().stream()
                .min(Comparator.comparing(finding -> finding.encoding() == Encoding.SHAPE))
                .orElseThrow();
    }
}
