package ai.ekaya.datasource;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of databases, and what is asked for when a datasource says nothing of it. */
enum DatasourceType {
    POSTGRESQL(
            "postgresql",
            5432,
            "prefer",
            List.of("disable", "prefer", "require", "verify-ca", "verify-full"),
            List.of(Target.BY_PASSWORD)),
    SQL_SERVER(
            "sqlserver",
            1433,
            "verify-full",
            List.of("disable", "require", "verify-full", "strict"),
            List.of(Target.BY_PASSWORD, Target.BY_SERVICE_PRINCIPAL));

    private final String text;
    private final int port;
    private final String sslMode;
    /** From the weakest. */
    private final List<String> sslModes;

    private final List<String> authentications;

    DatasourceType(String text, int port, String sslMode, List<String> sslModes, List<String> authentications) {
        this.text = text;
        this.port = port;
        this.sslMode = sslMode;
        this.sslModes = sslModes;
        this.authentications = authentications;
    }

    static DatasourceType of(String text) {
        return Arrays.stream(values())
                .filter(type -> type.text.equals(text))
                .findFirst()
                .orElseThrow(() -> refused("'type' is '"
                        + clipped(text) + "', expected "
                        + Arrays.stream(values()).map(type -> type.text).collect(Collectors.joining(", "))));
    }

    String text() {
        return text;
    }

    int port() {
        return port;
    }

    String sslMode() {
        return sslMode;
    }

    /** Whether somebody between us and the server could see more with the other mode. */
    boolean weakens(String mode, String other) {
        return sslModes.contains(other) && sslModes.indexOf(other) < sslModes.indexOf(mode);
    }

    void require(String askedSslMode, String authentication) {
        if (!sslModes.contains(askedSslMode)) {
            throw refused("'sslMode' is none of " + String.join(", ", sslModes)
                    + (this == SQL_SERVER
                            ? ": verify-full checks the server's certificate, require encrypts without, strict is TDS 8.0,"
                                    + " disable sends everything in the clear"
                            : ""));
        }
        if (!authentications.contains(authentication)) {
            throw refused("'authentication' is '" + clipped(authentication) + "', expected "
                    + String.join(", ", authentications) + " for " + text);
        }
    }

    private static String clipped(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private static Refusal refused(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
