package ai.ekaya.leak;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A password in an address, as in {@code postgres://user:password@host}; a placeholder is none. */
final class ConnectionPassword {
    /** The ends of schemes: of ftp, http, sftp, amqp; https, amqps, rediss, redis, postgres; mysql, postgresql, mssql; mongodb; srv. */
    static final List<String> ANCHORS = List.of("p://", "s://", "l://", "b://", "v://", "t://", "r://", "e://", "a://");

    private static final int USER_BYTES_MAX = 128;
    private static final int PASSWORD_BYTES_MAX = 256;
    private static final int PASSWORD_BYTES_LEAST = 6;
    private static final Set<String> PLACEHOLDERS = Set.of(
            "password",
            "passwd",
            "passwort",
            "secret",
            "changeme",
            "redacted",
            "hidden",
            "xxxxxx",
            "yourpassword",
            "your_password",
            "your-password",
            "mypassword",
            "db_password");

    /** What follows a port, as in {@code https://host:8443,somebody@example.com}. */
    private static final Pattern PORT = Pattern.compile("\\d{2,5}[,;?#&|].*");

    private ConnectionPassword() {}

    static void find(byte[] text, int length, int anchor, KeyShapes.Found found) {
        int user = anchor + KeyShape.ANCHOR;
        int colon = user;
        while (colon < length && colon - user <= USER_BYTES_MAX && isPart(text[colon]) && text[colon] != ':') {
            colon++;
        }
        if (colon >= length || text[colon] != ':') {
            return;
        }
        int password = colon + 1;
        int at = password;
        while (at < length && at - password <= PASSWORD_BYTES_MAX && isPart(text[at])) {
            at++;
        }
        boolean followed =
                at + 1 < length && text[at] == '@' && (KeyShape.isLetterOrDigit(text[at + 1]) || text[at + 1] == '[');
        if (followed && isPassword(new String(text, password, at - password, StandardCharsets.UTF_8))) {
            found.found("a password in an address", password, at - 1);
        }
    }

    private static boolean isPart(byte octet) {
        return octet > ' '
                        && octet != '@'
                        && octet != '/'
                        && octet != '"'
                        && octet != '\''
                        && octet != '<'
                        && octet != '>'
                || octet < 0;
    }

    private static boolean isPassword(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean marked =
                lower.startsWith("$") || lower.startsWith("{") || lower.startsWith("%7b") || lower.startsWith("[");
        return text.length() >= PASSWORD_BYTES_LEAST
                && !marked
                && !PORT.matcher(text).matches()
                && !PLACEHOLDERS.contains(lower)
                && lower.chars().distinct().count() >= 4;
    }
}
