package ai.ekaya.datasource;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.regex.Pattern;

/**
 * Where to connect, and as whom: with a service principal the user is its client id, the password its secret.
 *
 * <p>SECURITY: drivers build a URL of these parts, and PostgreSQL's does not escape the host; a host of
 * {@code db/x?socketFactory=…} would load a class. So a host is only what host names and addresses are made of. DatasourcesIT
 * guards it.
 */
record Target(
        String type,
        String host,
        int port,
        String database,
        String user,
        Secret password,
        String sslMode,
        String authentication) {
    static final String BY_PASSWORD = "password";
    static final String BY_SERVICE_PRINCIPAL = "entra-service-principal";

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?|\\[[0-9A-Fa-f:.]{2,45}\\]");
    private static final int NAME_LENGTH_MAX = 128;

    Target {
        DatasourceType known = DatasourceType.of(type);
        host = HostName.plain(host);
        if (!HOST.matcher(host).matches()) {
            throw refused("'host' is no host name and no address, expected as db.example.com, 10.0.0.5 or [2001:db8::1]"
                    + (host.contains("\\") ? "; an instance is named by its port" : ""));
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
        known.require(sslMode, authentication);
    }

    static Target of(NewDatasource asked) {
        return new Target(
                asked.type(),
                asked.host(),
                asked.port(),
                asked.database(),
                asked.user(),
                asked.password(),
                asked.sslMode(),
                asked.authentication());
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
