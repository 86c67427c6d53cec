package ai.ekaya.notify;

import java.time.Duration;
import java.util.Optional;

/** How one attempt ended. Notes are our own words: nothing that a peer wrote. */
sealed interface Sent {
    /** @param status what the receiver answered over HTTP */
    record Taken(Optional<Integer> status) implements Sent {}

    /** @param after the least that the receiver asks to wait */
    record Failed(Optional<Integer> status, String note, Optional<Duration> after) implements Sent {}

    /** The receiver wants no more of it, ever. */
    record Unwanted(int status, String note) implements Sent {}
}
