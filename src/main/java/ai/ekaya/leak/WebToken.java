package ai.ekaya.leak;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A signed JSON Web Token: a header that names its algorithm, a payload that is JSON, and a signature. Without one it proves nothing to nobody. */
final class WebToken {
    /** How the base64 of a JSON object begins, of those keys that headers begin with. */
    static final List<String> ANCHORS =
            List.of("eyJh", "eyJ0", "eyJr", "eyJl", "eyJj", "eyJ4", "eyJ6", "eyJi", "eyJu", "eyJ1", "ewog", "ewoJ");

    private static final int HEADER_BYTES_MAX = 1_024;
    private static final int PAYLOAD_BYTES_MAX = 16 * 1_024;
    private static final int SIGNATURE_BYTES_LEAST = 27;
    private static final int SIGNATURE_BYTES_MAX = 1_024;

    private WebToken() {}

    static void find(byte[] text, int length, int from, KeyShapes.Found found) {
        if (from > 0 && KeyShape.Set.WORD.has(text[from - 1])) {
            return;
        }
        int header = end(text, length, from, HEADER_BYTES_MAX);
        // Looked at before what follows it, so that beginnings without an end stay cheap.
        if (header >= length
                || text[header] != '.'
                || !decoded(text, from, header).contains("\"alg\"")) {
            return;
        }
        int payload = end(text, length, header + 1, PAYLOAD_BYTES_MAX);
        if (payload >= length
                || text[payload] != '.'
                || !decoded(text, header + 1, payload).startsWith("{")) {
            return;
        }
        int signature = end(text, length, payload + 1, SIGNATURE_BYTES_MAX);
        if (signature - payload - 1 >= SIGNATURE_BYTES_LEAST) {
            found.found("a signed web token", from, signature - 1);
        }
    }

    private static int end(byte[] text, int length, int from, int most) {
        int end = from;
        while (end < length && end - from < most && KeyShape.Set.WORD.has(text[end])) {
            end++;
        }
        return end;
    }

    private static String decoded(byte[] text, int from, int to) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(java.util.Arrays.copyOfRange(text, from, to));
            return new String(decoded, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
