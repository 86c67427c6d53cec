package ai.ekaya.egress;

import ai.ekaya.keys.Secret;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an operator says about this room, read once at start.
 *
 * @param caFile certificates in PEM that are trusted beside the JVM's own
 */
record EgressSettings(AllowedPrivate allowedPrivate, Optional<Proxy> proxy, Optional<String> caFile) {
    private static final String PROXY = "ekaya.egress.proxy-";
    private static final int PORT_MAX = 65_535;

    /** What all requests go through but those to hosts that the operator named as private. */
    record Proxy(String host, int port, Optional<Login> login) {}

    record Login(String user, Secret password) {}

    /** @throws IllegalArgumentException naming the key, for a value of another form */
    static EgressSettings read(Function<String, Optional<String>> lookup) {
        Function<String, Optional<String>> set =
                key -> lookup.apply(key).map(String::strip).filter(value -> !value.isEmpty());
        return new EgressSettings(
                set.apply(AllowedPrivate.KEY).map(AllowedPrivate::parse).orElse(AllowedPrivate.NOTHING),
                set.apply(PROXY + "host").map(host -> proxy(host, set)),
                set.apply("ekaya.egress.ca-file"));
    }

    private static Proxy proxy(String host, Function<String, Optional<String>> set) {
        String text = set.apply(PROXY + "port")
                .orElseThrow(() -> new IllegalArgumentException(
                        "Config " + PROXY + "port is missing, expected it with " + PROXY + "host"));
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > PORT_MAX) {
            throw new IllegalArgumentException("Config " + PROXY + "port is '" + text + "', expected 1 to " + PORT_MAX);
        }
        Optional<Login> login = set.apply(PROXY + "user")
                .map(user ->
                        new Login(user, new Secret(set.apply(PROXY + "password").orElse(""))));
        return new Proxy(host, Integer.parseInt(text), login);
    }
}
