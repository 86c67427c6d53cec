package ai.ekaya.pack;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one package, so that an author sees all of it at once. Not thread-safe. */
final class Findings {
    /** Enough to repair a package by; a hostile one cannot make the list long. */
    private static final int COUNT_MAX = 50;

    private final List<ReadResult.Finding> found = new ArrayList<>();

    void add(String where, String message) {
        if (found.size() < COUNT_MAX) {
            found.add(new ReadResult.Finding(Excerpt.of(where), message));
        }
    }

    boolean any() {
        return !found.isEmpty();
    }

    ReadResult.Rejected rejected() {
        return new ReadResult.Rejected(List.copyOf(found));
    }
}
