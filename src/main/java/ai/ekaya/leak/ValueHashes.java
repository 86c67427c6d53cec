package ai.ekaya.leak;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Keyed hashes of values, each with the column that it was read from: of the whole value, of the beginning that it is suspected by, and
 * of stretches of long ones. Not thread-safe.
 *
 * <p>INVARIANT: at each beginning of a word that some value begins with as well, at most {@link #SYMBOLS_MAX} hashes are looked up.
 */
final class ValueHashes {
    private static final int CHARACTERS_LEAST = 8;
    private static final int PREFIX_SYMBOLS = 6;
    private static final int DISTINCT_LEAST = 4;
    private static final int SYMBOLS_MAX = 96;
    /** Of a long text pieces stand for the whole, so that an excerpt of it is found. */
    private static final int PIECE_SYMBOLS = 40;

    private static final int LONG_SYMBOLS = 64;
    private static final int PIECES_MAX = 16;

    /** What as many different texts have, such as how letters begin and end, says nothing of any of them. */
    private static final int ORDINARY_TEXTS = 20;

    /** For each value that may be held as many are counted: twelve bytes each, and some. */
    private static final int STRETCHES_EACH = 4;

    private static final SecureRandom KEYS = new SecureRandom();

    private final long[] powers = FoldedText.powers(KEYS.nextLong() | 1, SYMBOLS_MAX);
    private final int digitsLeast;
    private final int countMax;
    private final HashTable wholes = new HashTable();
    private final HashTable prefixes = new HashTable();

    /** Long texts that were read, each once, and in how many of them a stretch stood. */
    private final HashTable texts = new HashTable();

    private final HashTable stretches = new HashTable();
    private final BitSet lengths = new BitSet(SYMBOLS_MAX + 1);
    private final List<String> columns = new ArrayList<>();
    private boolean full;

    /**
     * @param digitsLeast so many a value has that has nothing but digits
     * @param countMax so many hashes at most
     */
    ValueHashes(int digitsLeast, int countMax) {
        this.digitsLeast = digitsLeast;
        this.countMax = countMax;
    }

    boolean isEmpty() {
        return holdsNone() && !full;
    }

    boolean holdsNone() {
        return wholes.count() == 0;
    }

    /** Whether there were more than are held. */
    boolean isFull() {
        return full;
    }

    /** @param column as people name it */
    void add(String column, String value) {
        if (value.length() < CHARACTERS_LEAST) {
            return;
        }
        FoldedText folded = folded(value);
        if (folded.count() < PREFIX_SYMBOLS
                || folded.distinct() < DISTINCT_LEAST
                || (folded.isDigits() && folded.count() < digitsLeast)) {
            return;
        }
        if (isKnown(folded)) {
            return;
        }
        int number = number(column);
        put(folded, 0, Math.min(folded.count(), SYMBOLS_MAX), number);
        if (folded.count() >= LONG_SYMBOLS) {
            pieces(folded, number);
            countStretches(folded);
        }
    }

    private void pieces(FoldedText folded, int number) {
        int from = 0;
        for (int pieces = 0; pieces < PIECES_MAX && from + PIECE_SYMBOLS <= folded.count(); pieces++) {
            put(folded, from, PIECE_SYMBOLS, number);
            from += PIECE_SYMBOLS;
            while (from < folded.count() && !folded.begins(from)) {
                from++;
            }
        }
    }

    /** From each word on, as the same phrase stands now at the beginning of a piece and now within one. */
    private void countStretches(FoldedText folded) {
        for (int from = 0; from + PIECE_SYMBOLS <= folded.count(); from++) {
            if (folded.begins(from)) {
                long hash = folded.hash(from, PIECE_SYMBOLS);
                // What is not counted any more is not ordinary either.
                if (stretches.count() < STRETCHES_EACH * countMax || stretches.get(hash) != HashTable.NONE) {
                    stretches.count(hash);
                }
            }
        }
    }

    /** Whether the same long text was read before: it counts once for what many texts have. */
    private boolean isKnown(FoldedText folded) {
        if (folded.count() < LONG_SYMBOLS) {
            return false;
        }
        if (texts.get(folded.hash()) != HashTable.NONE) {
            return true;
        }
        if (texts.count() >= countMax) {
            full = true;
        } else {
            texts.put(folded.hash(), 0);
        }
        return full;
    }

    private int number(String column) {
        int known = columns.indexOf(column);
        if (known < 0) {
            columns.add(column);
        }
        return known < 0 ? columns.size() - 1 : known;
    }

    /** What is a part of a value is stored as a negative number: it need not end with a word. */
    private void put(FoldedText folded, int from, int length, int column) {
        if (wholes.count() >= countMax) {
            full = true;
            return;
        }
        boolean isWhole = from == 0 && length == folded.count();
        wholes.put(folded.hash(from, length), isWhole ? column : -1 - column);
        prefixes.put(folded.hash(from, PREFIX_SYMBOLS), 0);
        lengths.set(length);
    }

    /** A text as its values are hashed. */
    FoldedText folded(String text) {
        return new FoldedText(text, powers);
    }

    /** How many symbols the longest value or stretch has that begins here; 0 for none. */
    int length(FoldedText folded, int from) {
        return from + PREFIX_SYMBOLS <= folded.count()
                        && folded.begins(from)
                        && prefixes.get(folded.hash(from, PREFIX_SYMBOLS)) != HashTable.NONE
                ? longest(folded, from)
                : 0;
    }

    /** Whose value it is that has so many symbols. */
    String column(FoldedText folded, int from, int length) {
        return column(wholes.get(folded.hash(from, length)));
    }

    private String column(int number) {
        return columns.get(number < 0 ? -1 - number : number);
    }

    private int longest(FoldedText folded, int from) {
        for (int length = lengths.previousSetBit(Math.min(SYMBOLS_MAX, folded.count() - from));
                length > 0;
                length = lengths.previousSetBit(length - 1)) {
            int number = wholes.get(folded.hash(from, length));
            boolean isFound = number < 0
                    ? stretches.get(folded.hash(from, length)) < ORDINARY_TEXTS
                    : folded.ends(from + length - 1);
            if (number != HashTable.NONE && isFound) {
                return length;
            }
        }
        return 0;
    }
}
