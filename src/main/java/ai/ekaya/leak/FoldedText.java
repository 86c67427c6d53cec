package ai.ekaya.leak;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * The letters and digits of a text in lower case, without accents and other marks and as plain as Unicode has them ({@code Ａ}, {@code 𝐚}
 * and {@code á} are {@code a}), each with its place in the text, and a hash of any stretch of them at once. What stands between them is
 * passed over. Immutable.
 */
final class FoldedText {
    /** Invisible letters: each ASCII character again, for marking up text. */
    private static final int TAGS = 0xE0000;

    private int[] symbols;
    private int[] firsts;
    private int[] lasts;
    private int count;
    private final long[] sums;
    private final long[] powers;

    FoldedText(String text, long base) {
        symbols = new int[text.length()];
        firsts = new int[text.length()];
        lasts = new int[text.length()];
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c < 0x80) {
                fold(c, i, next - 1);
            } else if (c >= TAGS && c < TAGS + 0x80) {
                fold(c - TAGS, i, next - 1);
            } else if (isMark(c)) {
                extendTo(i, next - 1);
            } else {
                int at = i;
                Normalizer.normalize(text.substring(i, next), Normalizer.Form.NFKD)
                        .codePoints()
                        .forEach(each -> fold(each, at, next - 1));
            }
            i = next;
        }
        sums = new long[count + 1];
        powers = new long[count + 1];
        powers[0] = 1;
        for (int i = 0; i < count; i++) {
            sums[i + 1] = sums[i] * base + symbols[i] + 1;
            powers[i + 1] = powers[i] * base;
        }
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private void fold(int c, int first, int last) {
        if (!Character.isLetterOrDigit(c)) {
            return;
        }
        if (count == symbols.length) {
            // Some characters stand for several letters.
            int more = 2 * count + 16;
            symbols = Arrays.copyOf(symbols, more);
            firsts = Arrays.copyOf(firsts, more);
            lasts = Arrays.copyOf(lasts, more);
        }
        symbols[count] = Character.isDigit(c) ? '0' + Character.digit(c, 10) : Character.toLowerCase(c);
        firsts[count] = first;
        lasts[count++] = last;
    }

    /** A mark belongs to the letter right before it. */
    private void extendTo(int first, int last) {
        if (count > 0 && lasts[count - 1] == first - 1) {
            lasts[count - 1] = last;
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
        return symbol == 0 || lasts[symbol - 1] < firsts[symbol] - 1;
    }

    /** Whether no letter or digit stands right behind it in the text. */
    boolean ends(int symbol) {
        return symbol == count - 1 || firsts[symbol + 1] > lasts[symbol] + 1;
    }

    /** Where the symbol begins in the text. */
    int first(int symbol) {
        return firsts[symbol];
    }

    /** Where the symbol ends in the text, with its marks. */
    int last(int symbol) {
        return lasts[symbol];
    }

    boolean isDigits() {
        return Arrays.stream(symbols, 0, count).allMatch(Character::isDigit);
    }

    int distinct() {
        return (int) Arrays.stream(symbols, 0, count).distinct().count();
    }
}
