package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/**
 * A text that is written in letters beyond ASCII, in plain ones ({@link PlainLetter}), and where each of them stood. Text of usual letters
 * is left alone, also with accents: it costs one look at each byte, at eight of them at once where it is ASCII.
 */
final class OtherLetters {
    private final byte[] in;
    private final int inLength;
    private final byte[] text;
    private final int[] places;
    private int length;
    private int mark = -1;

    private OtherLetters(byte[] in, int inLength) {
        this.in = in;
        this.inLength = inLength;
        this.text = new byte[inLength];
        this.places = new int[inLength + 1];
    }

    /**
     * The text in plain letters; empty when it has no sign of others.
     *
     * @param mark where what is new begins
     */
    static Optional<OtherLetters> read(byte[] text, int length, int mark) {
        if (!isSuspect(text, length)) {
            return Optional.empty();
        }
        OtherLetters read = new OtherLetters(text, length);
        read.fold(mark);
        return Optional.of(read);
    }

    /** A value as it would stand in a text that is read so. */
    static String plain(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        OtherLetters read = new OtherLetters(bytes, bytes.length);
        read.fold(0);
        return new String(read.text, 0, read.length, UTF_8);
    }

    byte[] text() {
        return text;
    }

    int length() {
        return length;
    }

    int mark() {
        return mark;
    }

    /** Whether this stretch was written in other letters; one that was not, was looked at as it was. */
    boolean isOther(int first, int last) {
        return !Arrays.equals(text, first, last + 1, in, places[first], placeBehind(last));
    }

    /** Where it began in the text that was read. */
    int place(int at) {
        return places[at];
    }

    /** Where what followed it began. */
    int placeBehind(int at) {
        return places[at + 1];
    }

    /**
     * A letter that usual text has not, two side by side of those that it has now and then, something unseen within a word, a letter of
     * another script in a word of plain ones.
     */
    private static boolean isSuspect(byte[] text, int length) {
        int usualEnd = -1;
        for (int at = ByteSearch.beyondAscii(text, length, 0);
                at < length;
                at = ByteSearch.beyondAscii(text, length, at)) {
            int c = codePoint(text, length, at);
            int next = at + (c < 0 ? 1 : bytes(c));
            int plain = c < 0 ? 0 : PlainLetter.of(c);
            if (PlainLetter.isRare(plain)
                    || PlainLetter.isUnseen(plain) && isWithinWord(text, length, at, next)
                    || PlainLetter.isAlike(plain) && isBesidePlain(text, length, at, next)) {
                return true;
            }
            if (PlainLetter.isUsual(plain)) {
                if (usualEnd == at) {
                    return true;
                }
                usualEnd = next;
            }
            at = next;
        }
        return false;
    }

    private static boolean isWithinWord(byte[] text, int length, int at, int next) {
        return at > 0 && text[at - 1] > ' ' && next < length && text[next] > ' ';
    }

    private static boolean isBesidePlain(byte[] text, int length, int at, int next) {
        return at > 0 && KeyShape.isLetterOrDigit(text[at - 1])
                || next < length && KeyShape.isLetterOrDigit(text[next]);
    }

    private void fold(int from) {
        for (int at = 0; at < inLength; ) {
            if (mark < 0 && at >= from) {
                mark = length;
            }
            int c = codePoint(in, inLength, at);
            int bytes = c < 0 ? 1 : bytes(c);
            int plain = c < 0x80 ? 0 : PlainLetter.of(c);
            int before = length;
            if (plain == 0) {
                System.arraycopy(in, at, text, length, bytes);
                length += bytes;
            } else {
                length = PlainLetter.write(plain, text, length, bytes);
            }
            for (int i = before; i < length; i++) {
                places[i] = plain == 0 ? at + i - before : at;
            }
            at += bytes;
        }
        places[length] = inLength;
        mark = mark < 0 ? length : mark;
    }

    /** -1 for what is no UTF-8, as where a text was cut. */
    private static int codePoint(byte[] text, int length, int at) {
        int first = text[at];
        if (first >= 0) {
            return first;
        }
        int count = first >= -32 ? first >= -16 ? 4 : 3 : 2;
        if (first < -62 || first > -12 || at + count > length) {
            return -1;
        }
        int c = first & (0x7f >> count);
        for (int i = at + 1; i < at + count; i++) {
            if (text[i] >= -64) {
                return -1;
            }
            c = c << 6 | (text[i] & 0x3f);
        }
        return bytes(c) == count ? c : -1;
    }

    private static int bytes(int c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
}
