package ai.ekaya.identity;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sign-in by an identity provider, as far as this room must know it; the protocol is the server's (server.xml).
 *
 * @param configured whether issuer, client and secret are all set
 * @param name what the sign-in page calls the provider ({@code OIDC_NAME}, else its host)
 */
record SsoSettings(boolean configured, String issuer, String name, String groupsClaim, GroupRoles groupRoles) {
    /** Nobody but local users. */
    static SsoSettings none() {
        return read(key -> Optional.empty());
    }

    /** @throws IllegalArgumentException when only some of the three are set, or the mapping cannot be read */
    static SsoSettings read(Function<String, Optional<String>> lookup) {
        Function<String, String> text = key -> lookup.apply(key).orElse("").strip();
        String issuer = text.apply("OIDC_ISSUER");
        boolean client = !text.apply("OIDC_CLIENT_ID").isEmpty();
        boolean secret = !text.apply("OIDC_CLIENT_SECRET").isEmpty();
        boolean some = !issuer.isEmpty() || client || secret;
        boolean all = !issuer.isEmpty() && client && secret;
        if (some && !all) {
            throw new IllegalArgumentException(
                    "Only some of OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are set, expected all or none");
        }
        String name = text.apply("OIDC_NAME");
        String claim = text.apply("OIDC_GROUPS_CLAIM");
        return new SsoSettings(
                all,
                issuer,
                name.isEmpty() ? host(issuer) : name,
                claim.isEmpty() ? "groups" : claim,
                GroupRoles.parse(text.apply(GroupRoles.KEY)));
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
