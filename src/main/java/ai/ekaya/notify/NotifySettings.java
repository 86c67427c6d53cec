package ai.ekaya.notify;

import ai.ekaya.keys.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an operator says about this room, read once at start.
 *
 * @param publicUrl where people reach this server, without a slash at the end
 * @param mail empty where no mail is sent
 */
record NotifySettings(Optional<String> publicUrl, Optional<MailServer> mail) {
    private static final String MAIL = "ekaya.mail.";
    private static final int PORT_DEFAULT = 587;
    private static final int PORT_MAX = 65_535;

    /** How the connection is secured. */
    enum Security {
        /** Begun in the clear and upgraded; a server that does not is refused. */
        STARTTLS,
        TLS,
        /** For a server on this machine alone. */
        NONE
    }

    record Login(String user, Secret password) {}

    /** @param domains of addresses that mail may go to; {@code *} alone is any */
    record MailServer(
            String host, int port, Security security, Optional<Login> login, String from, List<String> domains) {
        boolean takes(String address) {
            String domain = MailAddress.domain(address);
            return domains.contains("*") || domains.contains(domain);
        }
    }

    /** @throws IllegalArgumentException naming the key, for a value of another form */
    static NotifySettings read(Function<String, Optional<String>> lookup) {
        Function<String, Optional<String>> set =
                key -> lookup.apply(key).map(String::strip).filter(value -> !value.isEmpty());
        Optional<String> url = set.apply("ekaya.web.public-url");
        url.filter(value -> !value.matches("https?://[A-Za-z0-9.\\-\\[\\]:]+/?"))
                .ifPresent(value -> {
                    throw new IllegalArgumentException("Config ekaya.web.public-url is '" + value
                            + "', expected scheme and host, as https://apps.example.com");
                });
        return new NotifySettings(
                url.map(value -> value.endsWith("/") ? value.substring(0, value.length() - 1) : value),
                set.apply(MAIL + "host").map(host -> mail(host, set)));
    }

    private static MailServer mail(String host, Function<String, Optional<String>> set) {
        String from = set.apply(MAIL + "from")
                .filter(MailAddress::isOne)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Config " + MAIL + "from is missing or no address, expected one as apps@example.com"));
        String port = set.apply(MAIL + "port").orElse(String.valueOf(PORT_DEFAULT));
        if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > PORT_MAX) {
            throw new IllegalArgumentException("Config " + MAIL + "port is '" + port + "', expected 1 to " + PORT_MAX);
        }
        Security security =
                set.apply(MAIL + "security").map(NotifySettings::security).orElse(Security.STARTTLS);
        Optional<Login> login = set.apply(MAIL + "user")
                .map(user ->
                        new Login(user, new Secret(set.apply(MAIL + "password").orElse(""))));
        List<String> domains = set.apply(MAIL + "allowed-domains")
                .map(text -> Arrays.stream(text.split(","))
                        .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
                        .filter(domain -> !domain.isEmpty())
                        .toList())
                .orElseGet(() -> List.of(MailAddress.domain(from)));
        return new MailServer(host, Integer.parseInt(port), security, login, from, domains);
    }

    private static Security security(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "starttls" -> Security.STARTTLS;
            case "tls" -> Security.TLS;
            case "none" -> Security.NONE;
            default ->
                throw new IllegalArgumentException(
                        "Config " + MAIL + "security is '" + text + "', expected starttls, tls or none");
        };
    }
}
