package ai.ekaya.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Findings as they come up. Of one kind in one file a few are told, then how many more there are. Not thread-safe. */
final class Found {
    private static final int SAME_MAX = 5;
    private static final int ALL_MAX = 500;

    private record Kind(String check, String file, String why) {}

    private final List<Finding> findings = new ArrayList<>();
    private final Map<Kind, Integer> counts = new HashMap<>();

    void high(String check, String where, String why) {
        add(Finding.Severity.HIGH, check, where, why);
    }

    void warning(String check, String where, String why) {
        add(Finding.Severity.WARNING, check, where, why);
    }

    void note(String check, String where, String why) {
        add(Finding.Severity.NOTE, check, where, why);
    }

    private void add(Finding.Severity severity, String check, String where, String why) {
        int line = where.indexOf(':');
        Kind kind = new Kind(check, line < 0 ? where : where.substring(0, line), why);
        int count = counts.merge(kind, 1, Integer::sum);
        if (count <= SAME_MAX && findings.size() < ALL_MAX) {
            findings.add(new Finding(severity, check, where, why));
        }
    }

    /** The weightiest first, else in the order in which they came up. */
    List<Finding> all() {
        List<Finding> all = new ArrayList<>(findings);
        counts.forEach((kind, count) -> {
            if (count > SAME_MAX) {
                all.add(new Finding(
                        Finding.Severity.NOTE,
                        kind.check(),
                        kind.file(),
                        (count - SAME_MAX) + " more like: " + kind.why()));
            }
        });
        all.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::check));
        return List.copyOf(all);
    }
}
