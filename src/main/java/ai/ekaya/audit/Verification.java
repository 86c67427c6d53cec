package ai.ekaya.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What a check of a chain found.
 *
 * @param first the sequence after which the chain begins: 0, or where the retention has cut it
 * @param last the sequence of the signed head
 * @param hash of the signed head, for who keeps it elsewhere
 * @param waiting events that are not sealed yet
 * @param finding the first wrong place
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Verification(
        boolean intact, long first, long last, Optional<String> hash, long waiting, Optional<Finding> finding) {

    /** What is wrong. */
    public enum Kind {
        /** An event is not what was sealed, or stands in another's place. */
        CHANGED,
        /** An event or its seal is gone. */
        DROPPED,
        /** An event or seal that the chain does not know. */
        INSERTED,
        /** The chain ends before its signed head, or has none. */
        TAIL_CUT,
        /** The chain begins after its signed anchor. */
        HEAD_CUT,
        /** A signature is not of this server's keys. */
        FORGED
    }

    /** @param sequence where in the chain, or the event's id for one that is not in it */
    public record Finding(Kind kind, long sequence, String sentence) {}

    /** Ends a check. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Finding finding;

        Broken(Kind kind, long sequence, String sentence) {
            super(sentence);
            this.finding = new Finding(kind, sequence, sentence);
        }

        Finding finding() {
            return finding;
        }
    }
}
