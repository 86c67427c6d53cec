package ai.ekaya.host;

import java.nio.charset.StandardCharsets;

/** Cuts text visibly. */
final class Clip {
    private static final String MARK = "… (cut)";

    private Clip() {}

    static String characters(String text, int countMax) {
        return text.length() <= countMax ? text : wholeCharacters(text, countMax) + MARK;
    }

    /** Cuts to at most {@code bytesMax} bytes of UTF-8, the mark included. */
    static String bytes(String text, int bytesMax) {
        // A character is at most three bytes per char, so most texts need no counting.
        if (text.length() * 3L <= bytesMax || text.getBytes(StandardCharsets.UTF_8).length <= bytesMax) {
            return text;
        }
        int room = bytesMax - MARK.getBytes(StandardCharsets.UTF_8).length;
        int end = 0;
        for (int bytes = 0; end < text.length(); ) {
            int codePoint = text.codePointAt(end);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > room) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end) + MARK;
    }

    private static String wholeCharacters(String text, int end) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
