package ai.ekaya.datasource;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.secrets.Secret;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where to connect, and as whom.
 *
 * <p>SECURITY: drivers build a URL of these parts, and PostgreSQL's does not escape the host; a host of
 * {@code db/x?socketFactory=…} would load a class. So a host is only what host names and addresses are made of. DatasourcesIT
 * guards it.
 */
record Target(String type, String host, int port, String database, String user, Secret password, String sslMode) {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?|\\[[0-9A-Fa-f:.]{2,45}\\]");
    private static final List<String> SSL_MODES = List.of("disable", "prefer", "require", "verify-ca", "verify-full");
    private static final int NAME_LENGTH_MAX = 128;

    Target {
        if (!HOST.matcher(host).matches()) {
            throw refused(
                    "'host' is no host name and no address, expected as db.example.com, 10.0.0.5 or [2001:db8::1]");
        }
        if (port < 1 || port > 65_535) {
            throw refused("'port' is " + port + ", expected 1 to 65535");
        }
        requireName("database", database);
        requireName("user", user);
        if (password.value().isEmpty()
                || password.value().length() > 1_000
                || password.value().indexOf('\0') >= 0) {
            throw refused("'password' is empty or longer than 1000 characters");
        }
        if (!SSL_MODES.contains(sslMode)) {
            throw refused("'sslMode' is none of " + String.join(", ", SSL_MODES));
        }
    }

    private static void requireName(String key, String value) {
        if (value.isBlank() || value.length() > NAME_LENGTH_MAX || value.chars().anyMatch(c -> c < ' ')) {
            throw refused(
                    "'" + key + "' is empty, longer than " + NAME_LENGTH_MAX + " characters or has control characters");
        }
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
