package ai.ekaya.leak;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The letters and digits of a text in lower case, without accents and other marks and as plain as Unicode has them ({@code Ａ}, {@code 𝐚}
 * and {@code á} are {@code a}), each with its place in the text, and a hash of any stretch of them at once. What stands between them is
 * passed over. Immutable.
 */
final class FoldedText {
    /** Symbols of ASCII, 0 for what is passed over. */
    private static final byte[] ASCII = new byte[0x80];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = (byte) (Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0);
        }
    }

    private final String text;
    private final long[] powers;
    private final long base;

    /** Where each symbol begins in the text; those of one character at the same place. */
    private int[] firsts;

    /** Of all symbols before each. */
    private long[] sums;

    private int count;

    /** @param powers of the hashes' base, from 0 on: of a stretch as long as the last one at most there is a hash */
    FoldedText(String text, long[] powers) {
        this.text = text;
        this.powers = powers;
        this.base = powers[1];
        this.firsts = new int[text.length()];
        this.sums = new long[text.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i = beyondAscii(i) - 1;
            } else if (ASCII[c] != 0) {
                add(ASCII[c], i);
            }
        }
    }

    /** Powers of a base, for hashes of so many symbols at most. */
    static long[] powers(long base, int symbolsMax) {
        long[] powers = new long[symbolsMax + 1];
        powers[0] = 1;
        for (int i = 0; i < symbolsMax; i++) {
            powers[i + 1] = powers[i] * base;
        }
        return powers;
    }

    /** Reads one character and tells where the next one begins. */
    private int beyondAscii(int at) {
        int c = text.codePointAt(at);
        int next = at + Character.charCount(c);
        int plain = PlainLetter.of(c);
        if (PlainLetter.isUnseen(plain)) {
            return next;
        }
        if (plain == 0) {
            Normalizer.normalize(text.substring(at, next), Normalizer.Form.NFKD)
                    .codePoints()
                    .forEach(each -> fold(each, at));
            return next;
        }
        byte[] letters = new byte[PlainLetter.COUNT_MAX];
        int length = PlainLetter.write(plain, letters, 0, letters.length);
        for (int i = 0; i < length; i++) {
            fold(letters[i], at);
        }
        return next;
    }

    private void fold(int c, int first) {
        if (Character.isLetterOrDigit(c)) {
            add(Character.isDigit(c) ? '0' + Character.digit(c, 10) : Character.toLowerCase(c), first);
        }
    }

    private void add(int symbol, int first) {
        if (count == firsts.length) {
            // Some characters stand for several letters.
            int more = 2 * count + 16;
            firsts = Arrays.copyOf(firsts, more);
            sums = Arrays.copyOf(sums, more + 1);
        }
        firsts[count] = first;
        sums[count + 1] = sums[count] * base + symbol + 1;
        count++;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    int count() {
        return count;
    }

    /** Of so many symbols from one on; the same for the same symbols wherever they stand. */
    long hash(int from, int length) {
        return mixed(sums[from + length] - sums[from] * powers[length], length);
    }

    /** Of all symbols. */
    long hash() {
        return mixed(sums[count], count);
    }

    private static long mixed(long sum, int length) {
        long hash = sum ^ length;
        return (hash ^ (hash >>> 31)) * 0xbf58476d1ce4e5b9L;
    }

    /** Whether no letter or digit stands right before it in the text. */
    boolean begins(int symbol) {
        return symbol == 0 || firsts[symbol - 1] < firsts[symbol] - 1 && last(symbol - 1) < firsts[symbol] - 1;
    }

    /** Whether no letter or digit stands right behind it in the text. */
    boolean ends(int symbol) {
        return symbol == count - 1 || firsts[symbol + 1] > last(symbol) + 1;
    }

    /** Where the symbol begins in the text. */
    int first(int symbol) {
        return firsts[symbol];
    }

    /** Where the symbol ends in the text, with its marks. */
    int last(int symbol) {
        int next = behind(firsts[symbol]);
        while (next < text.length() && text.charAt(next) >= 0x80 && isMark(text.codePointAt(next))) {
            next = behind(next);
        }
        return next - 1;
    }

    private int behind(int at) {
        return at + Character.charCount(text.codePointAt(at));
    }

    boolean isDigits() {
        return symbols().allMatch(Character::isDigit);
    }

    int distinct() {
        return (int) symbols().distinct().count();
    }

    private IntStream symbols() {
        return IntStream.range(0, count).map(i -> (int) (sums[i + 1] - sums[i] * base) - 1);
    }
}
