package ai.ekaya.leak;

/**
 * Takes the strings, the keys and the numbers out of a JSON document, each kind in its order and with a mark between two. It reads what
 * is no JSON in some way as well, and never fails. Not thread-safe.
 */
final class JsonLeaves {
    /** Passed over when values are compared, and no letter of a key's form. */
    static final byte BETWEEN = 0x1f;

    private static final ByteSearch ENDS = new ByteSearch('"', '\\', '"');

    private final byte[] in;
    private final byte[] values;
    private final byte[] others;
    private int at;
    private int valuesLength;
    private int othersLength;

    /** Whether the string at hand has an escape in it. */
    private boolean escaped;

    private JsonLeaves(byte[] in, int tailLength) {
        this.in = in;
        this.values = new byte[tailLength + in.length + 1];
        this.others = new byte[in.length + 1];
    }

    /** @param tail what came before; the strings are put behind it */
    static JsonLeaves of(byte[] json, byte[] tail) {
        JsonLeaves leaves = new JsonLeaves(json, tail.length);
        System.arraycopy(tail, 0, leaves.values, 0, tail.length);
        leaves.valuesLength = tail.length;
        leaves.read();
        return leaves;
    }

    byte[] values() {
        return values;
    }

    int valuesLength() {
        return valuesLength;
    }

    /** Keys and numbers. */
    byte[] others() {
        return others;
    }

    int othersLength() {
        return othersLength;
    }

    private void read() {
        while (at < in.length) {
            byte octet = in[at];
            if (octet == '"') {
                string();
            } else {
                // Digits that follow one another in an array are one text: of character codes.
                if (octet >= '0' && octet <= '9') {
                    others[othersLength++] = octet;
                }
                at++;
            }
        }
    }

    private void string() {
        int from = ++at;
        int to = end(from);
        boolean isKey = isKey(to + 1);
        byte[] into = isKey ? others : values;
        int length = isKey ? othersLength : valuesLength;
        if (isKey && length > 0 && into[length - 1] != BETWEEN) {
            into[length++] = BETWEEN;
        }
        length = unescape(from, to, into, length);
        into[length++] = BETWEEN;
        if (isKey) {
            othersLength = length;
        } else {
            valuesLength = length;
        }
        at = to + 1;
    }

    private int end(int from) {
        int to = ENDS.next(in, in.length, from);
        escaped = to < in.length && in[to] == '\\';
        while (to < in.length && in[to] == '\\') {
            to = ENDS.next(in, in.length, Math.min(to + 2, in.length));
        }
        return to;
    }

    private boolean isKey(int from) {
        int next = from;
        while (next < in.length && in[next] <= ' ' && in[next] >= 0) {
            next++;
        }
        return next < in.length && in[next] == ':';
    }

    private int unescape(int from, int to, byte[] into, int start) {
        if (!escaped) {
            System.arraycopy(in, from, into, start, to - from);
            return start + to - from;
        }
        int length = start;
        for (int i = from; i < to; i++) {
            byte octet = in[i];
            if (octet != '\\' || i + 1 >= to) {
                into[length++] = octet;
                continue;
            }
            octet = in[++i];
            if (octet == 'u' && i + 4 < to) {
                int unit = unit(i + 1);
                i += 4;
                if (Character.isHighSurrogate((char) unit) && isLowHalf(i + 1, to)) {
                    unit = Character.toCodePoint((char) unit, (char) unit(i + 3));
                    i += 6;
                }
                length = utf8(unit, into, length);
            } else {
                into[length++] = plain(octet);
            }
        }
        return length;
    }

    /** Whether the second half of a character's pair stands there, escaped. */
    private boolean isLowHalf(int from, int to) {
        return from + 5 < to
                && in[from] == '\\'
                && in[from + 1] == 'u'
                && Character.isLowSurrogate((char) unit(from + 2));
    }

    /** Half of a pair alone is as good as any other byte that is no letter. */
    private static int utf8(int c, byte[] into, int from) {
        int length = from;
        if (c < 0x80) {
            into[length++] = (byte) c;
            return length;
        }
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        into[length++] = (byte) (0xf0 << 3 - more | c >> 6 * more);
        for (int i = more - 1; i >= 0; i--) {
            into[length++] = (byte) (0x80 | c >> 6 * i & 0x3f);
        }
        return length;
    }

    private static byte plain(byte escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b', 'f' -> ' ';
            default -> escaped;
        };
    }

    private int unit(int from) {
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            unit = unit << 4 | (Character.digit(in[i], 16) & 0xf);
        }
        return unit;
    }
}
