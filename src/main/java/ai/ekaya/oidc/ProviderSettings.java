package ai.ekaya.oidc;

import ai.ekaya.keys.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which identity provider there is, as the environment says. The sign-in itself is the server's (server.xml reads the same
 * variables).
 *
 * @param configured whether issuer, client and secret are all set
 * @param name what the sign-in page calls the provider ({@code OIDC_NAME}, else its host)
 * @param audience whom an access token must be meant for ({@code OIDC_AUDIENCE}, else the client)
 * @param origin this server's address as browsers see it
 * @param discovery where the provider's addresses are listed
 */
public record ProviderSettings(
        boolean configured,
        String issuer,
        String name,
        String clientId,
        Secret clientSecret,
        String groupsClaim,
        String audience,
        String origin,
        String discovery) {
    /** Nobody but local users. */
    public static ProviderSettings none() {
        return read(key -> Optional.empty());
    }

    /** @throws IllegalArgumentException when only some of the three are set, or the issuer is no address */
    public static ProviderSettings read(Function<String, Optional<String>> lookup) {
        Function<String, String> text = key -> lookup.apply(key).orElse("").strip();
        String issuer = text.apply("OIDC_ISSUER");
        String client = text.apply("OIDC_CLIENT_ID");
        String secret = text.apply("OIDC_CLIENT_SECRET");
        boolean some = !issuer.isEmpty() || !client.isEmpty() || !secret.isEmpty();
        boolean all = !issuer.isEmpty() && !client.isEmpty() && !secret.isEmpty();
        if (some && !all) {
            throw new IllegalArgumentException(
                    "Only some of OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are set, expected all or none");
        }
        return new ProviderSettings(
                all,
                issuer,
                or(text.apply("OIDC_NAME"), host(issuer)),
                client,
                new Secret(secret),
                or(text.apply("OIDC_GROUPS_CLAIM"), "groups"),
                or(text.apply("OIDC_AUDIENCE"), client),
                withoutSlash(or(
                        text.apply("OIDC_REDIRECT_ORIGIN"),
                        // As in server.xml.
                        "http://" + or(text.apply("HTTP_HOST"), "localhost") + ":"
                                + or(text.apply("HTTP_PORT"), "9080"))),
                or(text.apply("OIDC_DISCOVERY_ENDPOINT"), withoutSlash(issuer) + "/.well-known/openid-configuration"));
    }

    /** Whether a token's {@code iss} is this provider; a slash at the end makes no difference. */
    boolean isIssuer(String claimed) {
        return configured && withoutSlash(claimed).equals(withoutSlash(issuer));
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static String host(String issuer) {
        try {
            String host = issuer.isEmpty() ? null : URI.create(issuer).getHost();
            return host == null ? "single sign-on" : host;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("OIDC_ISSUER is '" + issuer + "', expected an address", e);
        }
    }
}
