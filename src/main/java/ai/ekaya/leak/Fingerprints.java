package ai.ekaya.leak;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final int FILTER_BITS_EACH = 16;

    /** Eight symbols at once. */
    private static final VarHandle WINDOWS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final SecureRandom KEYS = new SecureRandom();

    private final Alphabet alphabet;
    private final long filterKey;
    private final long base;
    private final long[] filter;
    private final int filterShift;
    private final long[] ends;
    private final int[] heads;
    private final int[] next;
    private final long[] wholes;
    private final int[] lengths;
    private final int[] befores;
    private final Form[] forms;

    /** Whose fingerprint it is: the number of the value, and the form in which it would be found. */
    record Form(int value, Encoding encoding) {}

    /** Told of what was found; {@code first} and {@code last} are bytes of the text, both inclusive. */
    @FunctionalInterface
    interface Found {
        void found(Form form, int first, int last);
    }

    private Fingerprints(Builder built) {
        alphabet = built.alphabet;
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
        befores = new int[count];
        forms = built.forms.toArray(new Form[0]);
        for (int i = 0; i < count; i++) {
            wholes[i] = built.wholes.get(i);
            lengths[i] = built.lengths.get(i);
            befores[i] = built.befores.get(i);
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
        return 1L << end | 1L << (end >>> 6) | 1L << (end >>> 12);
    }

    /** Where the end is, or where it would be: then its head is 0. */
    private int slot(long end) {
        int mask = ends.length - 1;
        int slot = (int) (end >>> 8) & mask;
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
        SymbolBlocks blocks = new SymbolBlocks(alphabet, text, length, SYMBOLS_MAX);
        while (blocks.next()) {
            scan(blocks, found);
        }
    }

    private void scan(SymbolBlocks blocks, Found found) {
        byte[] symbols = blocks.symbols();
        long[] bitsOfFilter = filter;
        long key = filterKey;
        int shift = filterShift;
        int count = blocks.count();
        for (int last = Math.max(blocks.kept(), WINDOW - 1); last < count; last++) {
            long end = end(symbols, last, key);
            long marks = marks(end);
            if ((bitsOfFilter[(int) (end >>> shift)] & marks) == marks) {
                suspect(end, blocks, last, found);
            }
        }
    }

    /** Of the eight symbols up to the last. */
    private static long end(byte[] symbols, int last, long key) {
        long end = (long) WINDOWS.get(symbols, last - WINDOW + 1) * key;
        return end ^ end >>> 32;
    }

    /** Of the eight symbols before the last eight, where there are as many: what has a usual end is told by them. */
    private static int before(byte[] symbols, int last, int length, long key) {
        return length < 2 * WINDOW ? 0 : (int) end(symbols, last - WINDOW, key);
    }

    private void suspect(long end, SymbolBlocks blocks, int last, Found found) {
        int before = before(blocks.symbols(), last, last + 1, filterKey);
        for (int fingerprint = heads[slot(end)]; fingerprint != 0; fingerprint = next[fingerprint - 1]) {
            int length = lengths[fingerprint - 1];
            if (length >= 2 * WINDOW && befores[fingerprint - 1] != before) {
                continue;
            }
            int first = last - length + 1;
            if (first >= 0 && wholes[fingerprint - 1] == whole(blocks.symbols(), first, last + 1, base)) {
                found.found(forms[fingerprint - 1], blocks.place(first), blocks.place(last));
            }
        }
    }

    /** Of eight symbols or more, eight at a time from their end on; the first eight may be counted twice. */
    private static long whole(byte[] symbols, int from, int to, long base) {
        long hash = to - from;
        for (int at = to - WINDOW; at > from; at -= WINDOW) {
            hash = mixed(hash, (long) WINDOWS.get(symbols, at), base);
        }
        return mixed(hash, (long) WINDOWS.get(symbols, from), base);
    }

    private static long mixed(long hash, long window, long base) {
        long mixed = (hash ^ window) * base;
        return mixed ^ mixed >>> 29;
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
        private final List<Integer> befores = new ArrayList<>();
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
                long end = end(read, to - 1, filterKey);
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
                    befores.add(before(read, to - 1, to - from, filterKey));
                    forms.add(form);
                    return;
                }
            }
        }

        Fingerprints build() {
            return new Fingerprints(this);
        }
    }
}
