package ai.ekaya.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How one attempt ended. Notes are our own words: nothing that a peer wrote. */
sealed interface Sent {
    /** @param status what the receiver answered over HTTP */
    record Taken(Optional<Integer> status) implements Sent {}

    /** @param after the least that the receiver asks to wait */
    record Failed(Optional<Integer> status, String note, Optional<Duration> after) implements Sent {}

    /** The receiver wants no more of it, ever. */
    record Unwanted(int status, String note) implements Sent {}

    /**
     * A mail server said of each address what it does.
     *
     * @param settled with those of attempts before
     * @param waiting refused for now
     */
    record Mailed(Settled settled, List<String> waiting) implements Sent {
        public Mailed {
            waiting = List.copyOf(waiting);
        }

        /** Who did not get it: who manages channels reads it, and knows the addresses. */
        Optional<String> note() {
            int all = settled.taken().size() + settled.refused().size() + waiting.size();
            List<String> parts = new ArrayList<>();
            if (!settled.refused().isEmpty()) {
                parts.add(count(settled.refused(), all) + " refused: " + String.join(", ", settled.refused()));
            }
            if (!waiting.isEmpty()) {
                parts.add(count(waiting, all) + " refused for now: " + String.join(", ", waiting));
            }
            return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
        }

        private static String count(List<String> some, int all) {
            return some.size() + " of " + all + (all == 1 ? " address" : " addresses")
                    + (some.size() == 1 ? " was" : " were");
        }
    }

    /** Whether somebody has it. */
    default boolean isTaken() {
        return switch (this) {
            case Taken taken -> true;
            case Mailed mailed -> !mailed.settled().taken().isEmpty();
            case Failed failed -> false;
            case Unwanted unwanted -> false;
        };
    }
}
