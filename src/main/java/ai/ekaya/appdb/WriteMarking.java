package ai.ekaya.appdb;

import ai.ekaya.limits.Refusal;
import java.util.Optional;

/** Who makes a change, as far as the change is marked. */
public interface WriteMarking {
    /** For changes that nobody would make a second time, such as a preview's. */
    WriteMarking NONE = new WriteMarking() {
        @Override
        public Optional<WriteMark> mark() {
            return Optional.empty();
        }

        @Override
        public Refusal ended() {
            throw new IllegalStateException("A change without a mark belongs to no attempt that could have ended");
        }
    };

    /** Asked once for each change, and for nothing else. */
    Optional<WriteMark> mark();

    /** Why the change is not made: its attempt was given up by another server meanwhile. */
    Refusal ended();
}
