package ai.ekaya.leak;

import java.util.Arrays;

/**
 * The letters and digits of a text in lower case, each with its place in the text, and a hash of any stretch of them at once. What
 * stands between them is passed over. Immutable.
 */
final class FoldedText {
    private final String text;
    private final char[] symbols;
    private final int[] places;
    private final int count;
    private final long[] sums;
    private final long[] powers;

    FoldedText(String text, long base) {
        this.text = text;
        char[] read = new char[text.length()];
        int[] at = new int[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                read[length] = Character.toLowerCase(c);
                at[length++] = i;
            }
        }
        symbols = Arrays.copyOf(read, length);
        places = Arrays.copyOf(at, length);
        count = length;
        sums = new long[length + 1];
        powers = new long[length + 1];
        powers[0] = 1;
        for (int i = 0; i < length; i++) {
            sums[i + 1] = sums[i] * base + symbols[i] + 1;
            powers[i + 1] = powers[i] * base;
        }
    }

    int count() {
        return count;
    }

    /** Of so many symbols from one on; the same for the same symbols wherever they stand. */
    long hash(int from, int length) {
        long hash = (sums[from + length] - sums[from] * powers[length]) ^ length;
        return (hash ^ (hash >>> 31)) * 0xbf58476d1ce4e5b9L;
    }

    /** Whether no letter or digit stands right before it in the text. */
    boolean begins(int symbol) {
        return symbol == 0 || places[symbol - 1] < places[symbol] - 1;
    }

    /** Whether no letter or digit stands right behind it in the text. */
    boolean ends(int symbol) {
        return symbol == count - 1 || places[symbol + 1] > places[symbol] + 1;
    }

    /** The symbol's place in the text. */
    int place(int symbol) {
        return places[symbol];
    }

    boolean isDigits() {
        for (char symbol : symbols) {
            if (!Character.isDigit(symbol)) {
                return false;
            }
        }
        return true;
    }

    int distinct() {
        return (int) new String(symbols).chars().distinct().count();
    }

    String text() {
        return text;
    }
}
