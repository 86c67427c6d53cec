package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values that one run has read from columns, and where they stand in a text: as whole words, in any case, with anything but letters and
 * digits between their letters. Of the values only keyed hashes are held. Not thread-safe.
 *
 * <p>INVARIANT: a text is looked at in time linear in it: at each beginning of a word that some value begins with as well, at most
 * {@link #SYMBOLS_MAX} hashes are looked up.
 */
final class ReadValues {
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

    /** Characters of a text, both inclusive, and the column that they are a value of. */
    private record Place(int first, int last, String column) {}

    /**
     * @param digitsLeast so many a value has that has nothing but digits
     * @param countMax so many hashes at most
     */
    ReadValues(int digitsLeast, int countMax) {
        this.digitsLeast = digitsLeast;
        this.countMax = countMax;
    }

    boolean isEmpty() {
        return wholes.count() == 0 && !full;
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
        FoldedText folded = new FoldedText(value, powers);
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

    /** The column of the first value that stands in the text, also where it is escaped. */
    Optional<String> in(byte[] text) {
        return in(text, text.length);
    }

    Optional<String> in(byte[] text, int length) {
        if (wholes.count() == 0) {
            return Optional.empty();
        }
        byte[] now = text;
        int nowLength = length;
        for (int round = 0; ; round++) {
            List<Place> places = places(new String(now, 0, nowLength, UTF_8), 1);
            if (!places.isEmpty()) {
                return Optional.of(places.get(0).column());
            }
            Optional<Escapes.Read> read =
                    round < Escapes.ROUNDS_MAX ? Escapes.read(now, nowLength, 0) : Optional.empty();
            if (read.isEmpty()) {
                return Optional.empty();
            }
            now = read.get().text();
            nowLength = read.get().length();
        }
    }

    /** As {@link #in(byte[])}, of a document's strings, keys and numbers. */
    Optional<String> inJson(String json) {
        JsonLeaves leaves = JsonLeaves.of(json.getBytes(UTF_8), new byte[0]);
        return in(leaves.values(), leaves.valuesLength()).or(() -> in(leaves.others(), leaves.othersLength()));
    }

    /** The columns that have a value in the text, as it is. */
    Set<String> columnsIn(String text) {
        Set<String> found = new LinkedHashSet<>();
        if (wholes.count() > 0) {
            places(text, Integer.MAX_VALUE).forEach(place -> found.add(place.column()));
        }
        return found;
    }

    /** The text with a mark in place of each value; what is escaped stays. */
    String masked(String text) {
        if (wholes.count() == 0) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        for (Place place : places(text, Integer.MAX_VALUE)) {
            masked.append(text, at, place.first()).append(mark(place.column()));
            at = place.last() + 1;
        }
        return masked.append(text, at, text.length()).toString();
    }

    /** The column's own name stands in it. */
    static String mark(String column) {
        return "\u27e6" + column.substring(column.lastIndexOf('.') + 1) + "\u27e7";
    }

    private List<Place> places(String text, int most) {
        FoldedText folded = new FoldedText(text, powers);
        List<Place> places = new ArrayList<>();
        for (int from = 0; from + PREFIX_SYMBOLS <= folded.count() && places.size() < most; ) {
            int length = folded.begins(from) && prefixes.get(folded.hash(from, PREFIX_SYMBOLS)) != HashTable.NONE
                    ? longest(folded, from)
                    : 0;
            if (length > 0) {
                int last = folded.last(from + length - 1);
                places.add(new Place(folded.first(from), last, column(wholes.get(folded.hash(from, length)))));
            }
            from += Math.max(1, length);
        }
        return places;
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
