package ai.ekaya.sandbox.split;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of the values on a function's stack at one place of its code, above the base of the block that is being read. */
final class TypeStack {
    /** The JVM's operand stack has 65,535 slots, and a value takes up to two. */
    private static final int SIZE_MAX = 32_000;

    private final ByteReader in;

    // A null is a value of unknown type, which only code that is never reached has.
    private @Nullable ValueType[] types = new ValueType[64];
    private int size;
    private int base;
    private boolean dead;

    /** @param in where errors are */
    TypeStack(ByteReader in) {
        this.in = in;
    }

    int size() {
        return size;
    }

    /** What follows stands on the stack above {@code newBase}; dead code may take what is not there. */
    void enter(int newBase, boolean unreached) {
        base = newBase;
        dead = unreached;
    }

    /** The rest of this block is never reached. */
    void die() {
        size = base;
        dead = true;
    }

    boolean dead() {
        return dead;
    }

    void truncate(int to) {
        size = to;
    }

    void push(@Nullable ValueType type) {
        if (size == SIZE_MAX) {
            throw in.malformed("stack holds more than " + SIZE_MAX + " values");
        }
        if (size == types.length) {
            types = Arrays.copyOf(types, 2 * size);
        }
        types[size++] = type;
    }

    void push(List<ValueType> pushed) {
        pushed.forEach(this::push);
    }

    /** @return null when unknown */
    @Nullable
    ValueType pop() {
        if (size > base) {
            return types[--size];
        }
        if (!dead) {
            throw in.malformed("takes a value where the stack has none");
        }
        return null;
    }

    void pop(ValueType expected) {
        check(pop(), expected);
    }

    void pop(List<ValueType> popped) {
        for (int i = popped.size() - 1; i >= 0; i--) {
            pop(popped.get(i));
        }
    }

    void apply(Signatures.Signature signature) {
        for (int i = signature.pops().length - 1; i >= 0; i--) {
            pop(signature.pops()[i]);
        }
        for (ValueType pushed : signature.pushes()) {
            push(pushed);
        }
    }

    /** Looks, without taking them, whether these are on top. */
    void checkTop(List<ValueType> expected) {
        for (int i = 0; i < expected.size(); i++) {
            int at = size - expected.size() + i;
            if (at >= base) {
                check(types[at], expected.get(i));
            } else if (!dead) {
                throw in.malformed("needs " + expected.size() + " values where the stack has " + (size - base));
            }
        }
    }

    /** At a block's end these must be there, and nothing else. */
    void checkAll(List<ValueType> expected) {
        checkTop(expected);
        if (size - base > expected.size()) {
            throw in.malformed((size - base) + " values at the end of a block that leaves " + expected.size());
        }
    }

    private void check(@Nullable ValueType actual, ValueType expected) {
        if (actual != null && actual != expected) {
            throw in.malformed("needs a value of type " + expected + " where the stack has " + actual);
        }
    }
}
