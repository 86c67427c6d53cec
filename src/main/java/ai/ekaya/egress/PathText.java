package ai.ekaya.egress;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A URL's path in one form. What would be another path for a server that reads an escape twice, or not at all, is refused. */
final class PathText {
    private static final String UNESCAPED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/{}";
    static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final int HEX = 16;
    private static final int ESCAPE = 3;

    private PathText() {}

    /**
     * Escapes of letters, digits and {@code -._~} are written out, others in upper case.
     *
     * @param text empty is {@code /}
     * @throws Refusal {@code BAD_ARGUMENT}
     */
    static String canonical(String text) {
        StringBuilder path = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next != '%') {
                if (UNESCAPED.indexOf(next) < 0) {
                    throw OutboundUrl.bad("The URL's path has a character that must be percent-encoded");
                }
                path.append(next);
                continue;
            }
            char meant = (char) escaped(text, at);
            if (UNRESERVED.indexOf(meant) >= 0) {
                path.append(meant);
            } else {
                path.append(text.substring(at, at + ESCAPE).toUpperCase(Locale.ROOT));
            }
            at += ESCAPE - 1;
        }
        String canonical = path.isEmpty() ? "/" : path.toString();
        decoded(canonical);
        refuseSegments(canonical);
        return canonical;
    }

    /** Whether a % stands before two hex digits. */
    static boolean isEscape(String text, int at) {
        return at + ESCAPE <= text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }

    /** Of ASCII: other alphabets have digits too. */
    private static boolean isHex(char digit) {
        return digit < 0x80 && Character.digit(digit, HEX) >= 0;
    }

    private static int escaped(String text, int at) {
        if (!isEscape(text, at)) {
            throw OutboundUrl.bad("The URL's path has a % without two hex digits");
        }
        int meant = Integer.parseInt(text.substring(at + 1, at + ESCAPE), HEX);
        // SECURITY: an escaped slash is a part of a segment for one server and its end for another; OutboundUrlTest.
        if (meant == '/' || meant == '\\' || meant == '%' || meant < ' ' || meant == 0x7f) {
            throw OutboundUrl.bad("The URL's path has an escaped slash, backslash, percent sign or control character,"
                    + " expected none");
        }
        return meant;
    }

    private static void refuseSegments(String path) {
        String[] segments = path.substring(1).split("/", -1);
        for (int index = 0; index < segments.length; index++) {
            // Some servers cut what follows a semicolon before they look for dots.
            String name = segments[index].replaceFirst("(?:;|%3B).*", "");
            if (name.equals(".") || name.equals("..")) {
                throw OutboundUrl.bad("The URL's path has a segment '.' or '..', expected the path that is meant");
            }
            if (segments[index].isEmpty() && index < segments.length - 1) {
                throw OutboundUrl.bad("The URL's path has an empty segment, expected no '//'");
            }
        }
    }

    /** @throws Refusal {@code BAD_ARGUMENT} when the escapes are no UTF-8 */
    static String decoded(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < path.length(); at++) {
            if (path.charAt(at) == '%') {
                bytes.write(Integer.parseInt(path.substring(at + 1, at + ESCAPE), HEX));
                at += ESCAPE - 1;
            } else {
                bytes.write(path.charAt(at));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "The URL's path has escapes that are no UTF-8", e);
        }
    }
}
