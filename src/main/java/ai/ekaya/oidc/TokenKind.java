package ai.ekaya.oidc;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Set;

/**
 * Tells an access token from an ID token. Both may be signed by one key and meant for one client, and an ID token that was refreshed
 * says nothing of itself; so an access token has to show that it is one.
 */
final class TokenKind {
    /** RFC 9068; with and without its prefix. */
    static final Set<JOSEObjectType> ACCESS_TOKEN_TYPES =
            Set.of(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    /** What only an ID token carries. */
    private static final List<String> OF_ID_TOKENS = List.of("nonce", "at_hash", "c_hash", "s_hash");

    /** What only an access token carries: RFC 9068 and Keycloak; Entra ID and Okta; Entra ID's for an app without a person; Okta's client. */
    private static final List<String> OF_ACCESS_TOKENS = List.of("scope", "scp", "azpacr", "cid");

    /** Keycloak's own word for the kind; its others are ID, Refresh, Logout and DPoP, which no bearer may use. */
    private static final String BEARER = "Bearer";

    private TokenKind() {}

    /** @param settings of whose client an ID token would be */
    static boolean isAccessToken(TokenVerifier.Verified token, ProviderSettings settings) {
        JWTClaimsSet claims = token.claims();
        Object kind = claims.getClaim("typ");
        if (has(claims, OF_ID_TOKENS) || (kind != null && !BEARER.equals(kind))) {
            return false;
        }
        return token.type().filter(ACCESS_TOKEN_TYPES::contains).isPresent()
                || BEARER.equals(kind)
                || has(claims, OF_ACCESS_TOKENS)
                // An ID token is always meant for the client that a person signed in to.
                || !claims.getAudience().contains(settings.clientId());
    }

    private static boolean has(JWTClaimsSet claims, List<String> names) {
        return names.stream().anyMatch(name -> claims.getClaim(name) != null);
    }
}
