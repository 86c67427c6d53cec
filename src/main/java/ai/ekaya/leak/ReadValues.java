package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values that one run has read from columns, and where they stand in a text: as whole words, in any case, with anything but letters and
 * digits between their letters. Of the values only keyed hashes are held. Not thread-safe.
 *
 * <p>INVARIANT: a text is looked at in time linear in it, as {@link ValueHashes} says.
 */
final class ReadValues {
    private final ValueHashes values;

    /** Characters of a text, both inclusive, and the column that they are a value of. */
    private record Place(int first, int last, String column) {}

    /**
     * @param digitsLeast so many a value has that has nothing but digits
     * @param countMax so many hashes at most
     */
    ReadValues(int digitsLeast, int countMax) {
        this.values = new ValueHashes(digitsLeast, countMax);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Whether there were more than are held. */
    boolean isFull() {
        return values.isFull();
    }

    /** @param column as people name it */
    void add(String column, String value) {
        values.add(column, value);
    }

    /** The column of the first value that stands in the text, also where it is escaped. */
    Optional<String> in(byte[] text) {
        return in(text, text.length);
    }

    Optional<String> in(byte[] text, int length) {
        if (values.holdsNone()) {
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
        if (!values.holdsNone()) {
            places(text, Integer.MAX_VALUE).forEach(place -> found.add(place.column()));
        }
        return found;
    }

    /** The text with a mark in place of each value; what is escaped stays. */
    String masked(String text) {
        if (values.holdsNone()) {
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
        FoldedText folded = values.folded(text);
        List<Place> places = new ArrayList<>();
        for (int from = 0; from < folded.count() && places.size() < most; ) {
            int length = values.length(folded, from);
            if (length > 0) {
                String column = values.column(folded, from, length);
                places.add(new Place(folded.first(from), folded.last(from + length - 1), column));
            }
            from += Math.max(1, length);
        }
        return places;
    }
}
