package ai.ekaya.leak;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds any of many texts in another one, in one pass over it. Of the texts only keyed fingerprints are held: of the last eight symbols,
 * by which a place is suspected, and of all, by which it is decided. Immutable.
 *
 * <p>INVARIANT: a pass is linear in the text: no place is compared with more than {@link #SAME_END_MAX} fingerprints of at most
 * {@link #SYMBOLS_MAX} symbols, and what is passed over between them is passed over by a dozen places at most.
 */
final class Fingerprints {
    static final int WINDOW = 8;
    static final int SYMBOLS_MAX = 96;
    private static final int SAME_END_MAX = 8;
    private static final int APART_BYTES_MAX = 64 * 1024;
    private static final int FILTER_BITS_EACH = 16;
    private static final SecureRandom KEYS = new SecureRandom();

    private final byte[] symbols;
    private final byte[] shifts;
    private final long windowMask;
    private final long filterKey;
    private final long base;
    private final long[] filter;
    private final int filterShift;
    private final long[] ends;
    private final int[] heads;
    private final int[] next;
    private final long[] wholes;
    private final int[] lengths;
    private final Form[] forms;

    /** Whose fingerprint it is: the number of the value, and the form in which it would be found. */
    record Form(int value, Encoding encoding) {}

    /** Told of what was found; {@code first} and {@code last} are bytes of the text, both inclusive. */
    @FunctionalInterface
    interface Found {
        void found(Form form, int first, int last);
    }

    private Fingerprints(Builder built) {
        symbols = built.alphabet.symbols();
        shifts = built.alphabet.shifts();
        windowMask = -1L >>> (64 - built.alphabet.bits() * WINDOW);
        filterKey = built.filterKey;
        base = built.base;
        int count = built.forms.size();
        int size = Math.max(128, Integer.highestOneBit(Math.max(1, count * FILTER_BITS_EACH - 1)) << 1);
        filter = new long[size / 64];
        filterShift = 64 - Integer.numberOfTrailingZeros(filter.length);
        // At most half full.
        ends = new long[Math.max(8, size / 8)];
        heads = new int[ends.length];
        next = new int[count];
        wholes = new long[count];
        lengths = new int[count];
        forms = built.forms.toArray(new Form[0]);
        for (int i = 0; i < count; i++) {
            wholes[i] = built.wholes.get(i);
            lengths[i] = built.lengths.get(i);
            put(built.ends.get(i), i);
        }
    }

    private void put(long end, int fingerprint) {
        filter[(int) (end >>> filterShift)] |= marks(end);
        int slot = slot(end);
        next[fingerprint] = heads[slot];
        ends[slot] = end;
        heads[slot] = fingerprint + 1;
    }

    /** Three bits of one word of the filter, so that one look into memory rules out nearly all that is nothing. */
    private static long marks(long end) {
        return 1L << (end >>> 34) | 1L << (end >>> 28) | 1L << (end >>> 22);
    }

    /** Where the end is, or where it would be: then its head is 0. */
    private int slot(long end) {
        int mask = ends.length - 1;
        int slot = (int) (end >>> 24) & mask;
        while (heads[slot] != 0 && ends[slot] != end) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    boolean isEmpty() {
        return forms.length == 0;
    }

    int count() {
        return forms.length;
    }

    /** All that ends in the text. */
    void scan(byte[] text, int length, Found found) {
        if (isEmpty()) {
            return;
        }
        byte[] symbolOf = symbols;
        long[] bitsOfFilter = filter;
        byte[] shiftOf = shifts;
        long mask = windowMask;
        long key = filterKey;
        int shift = filterShift;
        long window = 0;
        for (int i = 0; i < length; i++) {
            int octet = text[i] & 0xff;
            int symbol = symbolOf[octet] & 0xff;
            // No branch, as nobody can foretell which bytes count: one that does not is shifted in by no bit.
            window = (window << shiftOf[octet]) | symbol;
            long end = (window & mask) * key;
            long marks = marks(end);
            if ((bitsOfFilter[(int) (end >>> shift)] & marks) == marks && symbol != 0) {
                suspect(end, text, i, found);
            }
        }
    }

    private void suspect(long end, byte[] text, int last, Found found) {
        for (int fingerprint = heads[slot(end)]; fingerprint != 0; fingerprint = next[fingerprint - 1]) {
            int length = lengths[fingerprint - 1];
            int first = firstOf(text, last, length);
            if (first >= 0 && wholes[fingerprint - 1] == whole(text, first, last, length)) {
                found.found(forms[fingerprint - 1], first, last);
            }
        }
    }

    /** The byte of the so-manieth symbol before; -1 if there are not as many near enough. */
    private int firstOf(byte[] text, int last, int count) {
        int least = Math.max(0, last - APART_BYTES_MAX);
        int seen = 0;
        for (int at = last; at >= least; at--) {
            seen += symbols[text[at] & 0xff] == 0 ? 0 : 1;
            if (seen == count) {
                return at;
            }
        }
        return -1;
    }

    private long whole(byte[] text, int first, int last, int length) {
        long hash = length;
        for (int i = first; i <= last; i++) {
            int symbol = symbols[text[i] & 0xff] & 0xff;
            hash = symbol == 0 ? hash : hash * base + symbol;
        }
        return mixed(hash);
    }

    private static long mixed(long hash) {
        return (hash ^ (hash >>> 29)) * 0xbf58476d1ce4e5b9L;
    }

    private static long whole(byte[] read, int from, int to, long base) {
        long hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * base + (read[i] & 0xff);
        }
        return mixed(hash);
    }

    /** Collects what is to be found. Not thread-safe. */
    static final class Builder {
        private final Alphabet alphabet;
        private final long filterKey = KEYS.nextLong() | 1;
        private final long base = KEYS.nextLong() | 1;
        private final Map<Long, List<Integer>> byEnd = new HashMap<>();
        private final List<Long> ends = new ArrayList<>();
        private final List<Long> wholes = new ArrayList<>();
        private final List<Integer> lengths = new ArrayList<>();
        private final List<Form> forms = new ArrayList<>();

        Builder(Alphabet alphabet) {
            this.alphabet = alphabet;
        }

        /** Of a long text its last symbols; one of fewer than eight symbols is passed over. */
        void add(byte[] text, Form form) {
            byte[] read = alphabet.read(text);
            int least = Math.max(WINDOW, Math.min(read.length, SYMBOLS_MAX) * 3 / 4);
            // Where many texts have one end, which makes slow what looks like it, a shorter piece of this one stands
            // for it.
            for (int to = read.length; to >= least; to--) {
                long end = end(read, to);
                List<Integer> same = byEnd.computeIfAbsent(end, unknown -> new ArrayList<>());
                int from = Math.max(0, to - SYMBOLS_MAX);
                long whole = whole(read, from, to, base);
                if (same.stream().anyMatch(other -> wholes.get(other) == whole)) {
                    return;
                }
                if (same.size() < SAME_END_MAX) {
                    same.add(forms.size());
                    ends.add(end);
                    wholes.add(whole);
                    lengths.add(to - from);
                    forms.add(form);
                    return;
                }
            }
        }

        private long end(byte[] read, int to) {
            long window = 0;
            for (int i = to - WINDOW; i < to; i++) {
                window = (window << alphabet.bits()) | (read[i] & 0xff);
            }
            return window * filterKey;
        }

        Fingerprints build() {
            return new Fingerprints(this);
        }
    }
}
