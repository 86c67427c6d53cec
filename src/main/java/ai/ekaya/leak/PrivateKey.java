package ai.ekaya.leak;

import java.nio.charset.StandardCharsets;

/** A private key as PEM: its first line, and at least a beginning of what follows it. */
final class PrivateKey {
    static final String ANCHOR = "-BEG";
    private static final String FIRST = "-BEGIN ";
    private static final int LABEL_BYTES_MAX = 40;
    private static final int LETTERS_LEAST = 24;
    private static final int GAP_BYTES_MAX = 8;
    private static final int KEY_BYTES_MAX = 16 * 1_024;

    private PrivateKey() {}

    static void find(byte[] text, int length, int anchor, KeyShapes.Found found) {
        String start = new String(
                text, anchor, Math.min(FIRST.length() + LABEL_BYTES_MAX, length - anchor), StandardCharsets.ISO_8859_1);
        int dashes = start.indexOf("-----", FIRST.length());
        if (!start.startsWith(FIRST)
                || dashes < 0
                || !start.substring(0, dashes).endsWith("PRIVATE KEY")) {
            return;
        }
        int letters = 0;
        int gap = 0;
        int last = -1;
        int body = anchor + dashes + 5;
        // What stands between the lines may be a line's end, or how a program writes one.
        for (int i = body; i < length && i - body < KEY_BYTES_MAX && gap <= GAP_BYTES_MAX; i++) {
            boolean isLetter = KeyShape.Set.BASE64.has(text[i]);
            letters += isLetter ? 1 : 0;
            gap = isLetter ? 0 : gap + 1;
            last = isLetter ? i : last;
            if (text[i] == '-') {
                break;
            }
        }
        if (letters >= LETTERS_LEAST) {
            found.found("a private key", Math.max(0, anchor - 4), last);
        }
    }
}
