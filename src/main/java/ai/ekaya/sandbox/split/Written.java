package ai.ekaya.sandbox.split;

import java.util.BitSet;

/** Which locals were written on the ways to one place in the code. Mutable. */
final class Written {
    private final BitSet may = new BitSet();
    private final BitSet must = new BitSet();
    private boolean reached;

    private Written(boolean reached) {
        this.reached = reached;
    }

    static Written nothing() {
        return new Written(true);
    }

    /** No way leads here so far. */
    static Written unreached() {
        return new Written(false);
    }

    boolean isReached() {
        return reached;
    }

    /** Locals written on some way; at times more, never less. */
    BitSet may() {
        return may;
    }

    /** Locals written on every way. */
    BitSet must() {
        return must;
    }

    void write(int local) {
        may.set(local, reached);
        must.set(local, reached);
    }

    void mayWrite(int local) {
        may.set(local, reached);
    }

    void becomeUnreached() {
        reached = false;
        may.clear();
        must.clear();
    }

    Written copy() {
        Written copy = unreached();
        copy.join(this);
        return copy;
    }

    /** Adds the ways that lead to another place. */
    void join(Written other) {
        if (!other.reached) {
            return;
        }
        may.or(other.may);
        if (reached) {
            must.and(other.must);
        } else {
            must.or(other.must);
        }
        reached = true;
    }
}
