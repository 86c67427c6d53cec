package ai.ekaya.host;

import ai.ekaya.limits.Away;
import java.util.HashSet;
import java.util.Set;

/** The calls of a run that found a database or a model away for now: whether the run failed by one of them. Not thread-safe. */
final class AwayCalls {
    private static final int REASONS_MAX = 20;

    private final Set<String> reasons = new HashSet<>();
    private boolean last;

    /** @param told what the guest is told of it */
    void refused(Throwable failure, String told) {
        last = Away.is(failure);
        if (last && reasons.size() < REASONS_MAX) {
            reasons.add(told);
        }
    }

    void answered() {
        last = false;
    }

    /** Its last call was one, or its failure repeats what it was told by one. */
    boolean ended(String failure) {
        return last || reasons.stream().anyMatch(failure::contains);
    }
}
