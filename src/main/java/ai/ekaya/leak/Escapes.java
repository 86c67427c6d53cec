package ai.ekaya.leak;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what is escaped in a text: {@code %41}, {@code %2541} and {@code %}{@code u0041}, {@code \}{@code u0041} and {@code \x41} behind any number of
 * backslashes, {@code &#65;} and {@code &#x41;}. What it means is what a reader of one of them would see, so a text in which several
 * are mixed comes out right, and one layer in another takes another round.
 */
final class Escapes {
    static final int ROUNDS_MAX = 3;
    private static final int ENTITY_BYTES_MAX = 12;

    /** How far from an escape something may lie that is found only with it. */
    private static final int REACH_BYTES = 256;

    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("shy", " "),
            Map.entry("plus", "+"),
            Map.entry("sol", "/"),
            Map.entry("bsol", "\\"),
            Map.entry("equals", "="),
            Map.entry("lowbar", "_"),
            Map.entry("colon", ":"),
            Map.entry("period", "."),
            Map.entry("commat", "@"),
            Map.entry("num", "#"),
            Map.entry("percnt", "%"),
            Map.entry("dollar", "$"),
            Map.entry("excl", "!"),
            Map.entry("hyphen", "-"));

    private static final ByteSearch BEGINNINGS = new ByteSearch('%', '\\', '&');

    private final byte[] in;
    private final int length;
    private final int mark;
    private byte[] out = {};
    private int at;
    private int copied;
    private int written;
    private int moved = -1;

    private Escapes(byte[] in, int length, int mark) {
        this.in = in;
        this.length = length;
        this.mark = mark;
    }

    /** @param mark where what is new begins */
    record Read(byte[] text, int length, int mark) {}

    /** What is escaped, read, with its neighbourhood; the rest was looked at as it is. Empty when nothing is escaped. */
    static Optional<Read> read(byte[] text, int length, int mark) {
        return new Escapes(text, length, mark).read();
    }

    private Optional<Read> read() {
        for (at = BEGINNINGS.next(in, length, at); at < length; at = BEGINNINGS.next(in, length, at)) {
            byte octet = in[at];
            if (octet == '%' && percent() || octet == '\\' && backslash() || octet == '&' && entity()) {
                continue;
            }
            at++;
            // Of backslashes that escape nothing all at once: to look at each one's followers anew would take the
            // square of them.
            while (octet == '\\' && at < length && in[at] == octet) {
                at++;
            }
        }
        if (out.length == 0) {
            return Optional.empty();
        }
        copy(copied, Math.min(length, copied + REACH_BYTES));
        return Optional.of(new Read(out, written, moved < 0 ? written : moved));
    }

    /** What is around an escape that begins here, so far as it was not copied. */
    private void neighbourhood() {
        if (out.length == 0) {
            out = new byte[length + 2];
            copy(Math.max(0, at - REACH_BYTES), at);
        } else if (at - copied <= 2 * REACH_BYTES) {
            copy(copied, at);
        } else {
            copy(copied, copied + REACH_BYTES);
            out[written++] = JsonLeaves.BETWEEN;
            copy(at - REACH_BYTES, at);
        }
        if (moved < 0 && at >= mark) {
            moved = written;
        }
    }

    private void copy(int from, int to) {
        if (moved < 0 && to > mark) {
            moved = written + Math.max(0, mark - from);
        }
        System.arraycopy(in, from, out, written, to - from);
        written += to - from;
        copied = to;
    }

    private void wrote(int next) {
        at = next;
        copied = next;
    }

    private boolean percent() {
        int from = at + 1;
        while (from + 1 < length && in[from] == '2' && in[from + 1] == '5') {
            from += 2;
        }
        // "%25" that is followed by nothing is a percent sign itself.
        if (from < length && (in[from] | 0x20) == 'u') {
            return character(hex(from + 1, 4), from + 5);
        }
        int value = hex(from, 2);
        if (value < 0 && from > at + 1) {
            value = '%';
            from -= 2;
        }
        if (value < 0) {
            return false;
        }
        neighbourhood();
        out[written++] = (byte) value;
        wrote(from + 2);
        return true;
    }

    private boolean backslash() {
        int from = at;
        while (from < length && in[from] == '\\') {
            from++;
        }
        if (from == length) {
            return false;
        }
        switch (in[from]) {
            case 'u', 'U' -> {
                int braces = from + 1 < length && in[from + 1] == '{' ? braced(from + 2) : -1;
                if (braces >= 0) {
                    return true;
                }
                return unit(from);
            }
            case 'x', 'X' -> {
                return character(hex(from + 1, 2), from + 3);
            }
            case 'n', 'r', 't', 'b', 'f' -> {
                return character(' ', from + 1);
            }
            case '"', '/', '\'' -> {
                return character(in[from], from + 1);
            }
            default -> {
                return false;
            }
        }
    }

    /** {@code \}{@code u0041}, or two of them for a character's halves. */
    private boolean unit(int from) {
        int unit = hex(from + 1, 4);
        int second = from + 5;
        while (second < length && in[second] == '\\') {
            second++;
        }
        if (unit >= 0
                && Character.isHighSurrogate((char) unit)
                && second > from + 5
                && second < length
                && (in[second] | 0x20) == 'u') {
            int low = hex(second + 1, 4);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                return character(Character.toCodePoint((char) unit, (char) low), second + 5);
            }
        }
        return character(unit, from + 5);
    }

    /** {@code \}{@code u{41}}, as JavaScript writes it. */
    private int braced(int from) {
        int to = from;
        while (to < length && to < from + 6 && HexFormat.isHexDigit(in[to])) {
            to++;
        }
        return to > from && to < length && in[to] == '}' && character(hex(from, to - from), to + 1) ? to : -1;
    }

    private boolean entity() {
        int end = at + 1;
        while (end < length && end < at + ENTITY_BYTES_MAX && in[end] != ';' && in[end] != '&' && in[end] > ' ') {
            end++;
        }
        if (end >= length || in[end] != ';') {
            return false;
        }
        if (in[at + 1] == '#') {
            boolean isHex = at + 2 < end && (in[at + 2] | 0x20) == 'x';
            return character(isHex ? hex(at + 3, end - at - 3) : decimal(at + 2, end), end + 1);
        }
        String named = NAMED.get(new String(in, at + 1, end - at - 1, java.nio.charset.StandardCharsets.ISO_8859_1));
        return named != null && character(named.charAt(0), end + 1);
    }

    private boolean character(int codePoint, int next) {
        if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
            return false;
        }
        neighbourhood();
        // An escape is at least as long as its character's UTF-8.
        for (byte octet : utf8(codePoint)) {
            out[written++] = octet;
        }
        wrote(next);
        return true;
    }

    private static byte[] utf8(int codePoint) {
        if (codePoint < 0x80) {
            return new byte[] {(byte) codePoint};
        }
        return Character.toString(codePoint).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private int hex(int from, int count) {
        if (count < 1 || count > 6 || from + count > length) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (!HexFormat.isHexDigit(in[i])) {
                return -1;
            }
            value = value << 4 | HexFormat.fromHexDigit(in[i]);
        }
        return value;
    }

    private int decimal(int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (in[i] < '0' || in[i] > '9') {
                return -1;
            }
            value = value * 10 + in[i] - '0';
        }
        return from < to && to - from < 8 ? value : -1;
    }
}
