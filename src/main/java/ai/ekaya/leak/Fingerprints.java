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
 * {@link #SYMBOLS_MAX} symbols.
 */
final class Fingerprints {
    static final int WINDOW = 8;
    static final int SYMBOLS_MAX = 96;
    private static final int SAME_END_MAX = 8;
    private static final int BLOCK = 8 * 1024;
    private static final int FILTER_BITS_EACH = 32;
    private static final SecureRandom KEYS = new SecureRandom();

    private final byte[] symbols;
    private final int bits;
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
        bits = built.alphabet.bits();
        windowMask = bits == 8 ? -1L : (1L << (bits * WINDOW)) - 1;
        filterKey = built.filterKey;
        base = built.base;
        int count = built.forms.size();
        int size = Math.max(64, Integer.highestOneBit(Math.max(1, count * FILTER_BITS_EACH - 1)) << 1);
        filter = new long[size / 64];
        filterShift = 64 - Integer.numberOfTrailingZeros(size);
        ends = new long[Math.max(8, size / 16)];
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
        int bit = (int) (end >>> filterShift);
        filter[bit >>> 6] |= 1L << bit;
        int slot = slot(end);
        next[fingerprint] = heads[slot];
        ends[slot] = end;
        heads[slot] = fingerprint + 1;
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
        byte[] read = new byte[SYMBOLS_MAX + Math.min(BLOCK, length)];
        int kept = 0;
        long window = 0;
        for (int from = 0; from < length; from += BLOCK) {
            int to = Math.min(length, from + BLOCK);
            int count = compact(text, from, to, read, kept);
            window = scan(text, from, read, kept, count, window, found);
            int keep = Math.min(SYMBOLS_MAX, count);
            System.arraycopy(read, count - keep, read, 0, keep);
            kept = keep;
        }
    }

    private int compact(byte[] text, int from, int to, byte[] read, int start) {
        int count = start;
        for (int i = from; i < to; i++) {
            byte symbol = symbols[text[i] & 0xff];
            read[count] = symbol;
            // Not a branch: whether a byte counts cannot be foretold.
            count += (-(symbol & 0xff)) >>> 31;
        }
        return count;
    }

    private long scan(byte[] text, int from, byte[] read, int start, int count, long before, Found found) {
        long window = before;
        long[] bitsOfFilter = filter;
        for (int i = start; i < count; i++) {
            window = ((window << bits) | (read[i] & 0xff)) & windowMask;
            long end = window * filterKey;
            int bit = (int) (end >>> filterShift);
            if ((bitsOfFilter[bit >>> 6] & (1L << bit)) != 0) {
                suspect(end, text, from, read, start, i, found);
            }
        }
        return window;
    }

    private void suspect(long end, byte[] text, int from, byte[] read, int start, int at, Found found) {
        for (int fingerprint = heads[slot(end)]; fingerprint != 0; fingerprint = next[fingerprint - 1]) {
            int length = lengths[fingerprint - 1];
            if (at + 1 >= length && wholes[fingerprint - 1] == whole(read, at + 1 - length, at + 1, base)) {
                int last = byteOf(text, from, at - start);
                found.found(forms[fingerprint - 1], firstOf(text, last, length), last);
            }
        }
    }

    /** The byte of the so-manieth symbol from a byte on. */
    private int byteOf(byte[] text, int from, int symbol) {
        int at = from - 1;
        for (int seen = -1; seen < symbol; ) {
            at++;
            seen += symbols[text[at] & 0xff] == 0 ? 0 : 1;
        }
        return at;
    }

    private int firstOf(byte[] text, int last, int count) {
        int at = last + 1;
        for (int seen = 0; seen < count; ) {
            at--;
            seen += symbols[text[at] & 0xff] == 0 ? 0 : 1;
        }
        return at;
    }

    private static long whole(byte[] read, int from, int to, long base) {
        long hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * base + (read[i] & 0xff);
        }
        hash ^= hash >>> 29;
        return hash * 0xbf58476d1ce4e5b9L;
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
