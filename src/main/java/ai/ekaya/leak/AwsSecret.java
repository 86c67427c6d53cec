package ai.ekaya.leak;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** An AWS secret access key. It has no beginning of its own, so it is one only behind its name, and only if it is no digest. */
final class AwsSecret {
    static final List<String> ANCHORS = List.of("cret", "CRET");
    private static final String NAME = "cretaccesskey";
    private static final int LETTERS = 40;
    private static final int GAP_BYTES_MAX = 8;

    private AwsSecret() {}

    static void find(byte[] text, int length, int anchor, KeyShapes.Found found) {
        String ahead =
                new String(text, anchor, Math.min(NAME.length() + 2, length - anchor), StandardCharsets.ISO_8859_1);
        String name = ahead.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        if (!name.startsWith(NAME)) {
            return;
        }
        int from = anchor + NAME.length() + (ahead.length() - name.length());
        int most = from + GAP_BYTES_MAX;
        while (from < length && from < most && !KeyShape.isLetterOrDigit(text[from]) && text[from] != '/') {
            from++;
        }
        int end = from;
        while (end < length && end - from <= LETTERS && KeyShape.Set.BASE64.has(text[end]) && text[end] != '=') {
            end++;
        }
        if (end - from == LETTERS && isMixed(new String(text, from, LETTERS, StandardCharsets.ISO_8859_1))) {
            found.found("an AWS secret access key", from, end - 1);
        }
    }

    private static boolean isMixed(String text) {
        return text.chars().anyMatch(Character::isUpperCase)
                && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().distinct().count() >= 12;
    }
}
