package ai.ekaya.leak;

import java.nio.charset.StandardCharsets;

/**
 * How a kind of key is written, where it has a beginning of its own: that beginning, then so many characters of a set, and none of
 * their kind before or behind.
 *
 * @param name with its article
 * @param least of the characters behind the beginning
 * @param most of them; a longer run is something else
 */
record KeyShape(String name, String start, Set set, int least, int most) {
    private static final int DISTINCT_SHARE = 5;
    private static final int DISTINCT_ENOUGH = 8;

    /** Which characters may stand behind the beginning. */
    enum Set {
        LETTERS_DIGITS,
        /** {@code - _} too. */
        WORD,
        /** {@code - _ .} too. */
        DOTTED,
        /** {@code + / =} too. */
        BASE64,
        UPPER_BASE32,
        HEX;

        boolean has(byte octet) {
            boolean digit = octet >= '0' && octet <= '9';
            boolean upper = octet >= 'A' && octet <= 'Z';
            boolean lower = octet >= 'a' && octet <= 'z';
            return switch (this) {
                case LETTERS_DIGITS -> digit || upper || lower;
                case WORD -> digit || upper || lower || octet == '-' || octet == '_';
                case DOTTED -> digit || upper || lower || octet == '-' || octet == '_' || octet == '.';
                case BASE64 -> digit || upper || lower || octet == '+' || octet == '/' || octet == '=';
                case UPPER_BASE32 -> upper || digit;
                case HEX -> digit || octet >= 'a' && octet <= 'f';
            };
        }
    }

    /** How many of the beginning's letters are looked for first. */
    static final int ANCHOR = 4;

    byte[] startBytes() {
        return start.getBytes(StandardCharsets.US_ASCII);
    }

    /** The last byte of a key that begins at this one, or -1. It looks at no more bytes than a key has, and one. */
    int lastByte(byte[] text, int length, int from) {
        byte[] beginning = startBytes();
        if (from + beginning.length + least > length || (from > 0 && isLetterOrDigit(text[from - 1]))) {
            return -1;
        }
        for (int i = 0; i < beginning.length; i++) {
            if (text[from + i] != beginning[i]) {
                return -1;
            }
        }
        int first = from + beginning.length;
        int end = first;
        while (end < length && end - first <= most && set.has(text[end])) {
            end++;
        }
        int count = end - first;
        boolean whole = count >= least && count <= most && (end == length || !isLetterOrDigit(text[end]));
        return whole && isVaried(text, first, end) ? end - 1 : -1;
    }

    /** Examples such as {@code ghp_xxxxxxxxxxxx} are no keys. */
    private static boolean isVaried(byte[] text, int from, int to) {
        long low = 0;
        long high = 0;
        for (int i = from; i < to; i++) {
            if (text[i] < 64) {
                low |= 1L << text[i];
            } else {
                high |= 1L << text[i];
            }
        }
        return Long.bitCount(low) + Long.bitCount(high)
                >= Math.min(DISTINCT_ENOUGH, Math.max(4, (to - from) / DISTINCT_SHARE));
    }

    static boolean isLetterOrDigit(byte octet) {
        return Set.LETTERS_DIGITS.has(octet);
    }
}
