package ai.ekaya.pack;

import java.util.List;

/**
 * What of a value does not fit its schema.
 *
 * @param first of it, in the validator's order
 * @param count of all of it
 * @param isUnchecked whether it was too much to check: then that is the one problem
 */
public record Problems(List<ReadResult.Finding> first, int count, boolean isUnchecked) {
    public Problems {
        first = List.copyOf(first);
    }

    public boolean isEmpty() {
        return first.isEmpty();
    }

    static Problems one(String where, String message) {
        return new Problems(List.of(new ReadResult.Finding(where, message)), 1, false);
    }

    static Problems unchecked(String where, String message) {
        return new Problems(List.of(new ReadResult.Finding(where, message)), 1, true);
    }
}
