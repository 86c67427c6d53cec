package ai.ekaya.oidc;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The provider's addresses, as its discovery document lists them.
 *
 * @param endSession where a browser ends its session at the provider; many providers have none
 */
record Endpoints(String token, String keys, Optional<String> endSession) {
    /** @throws IOException when the document cannot be had or speaks for another issuer */
    static Endpoints discover(ProviderHttp http, ProviderSettings settings) throws IOException {
        ProviderHttp.Answer answer = http.get(settings.discovery());
        Map<String, Object> document = answer.json();
        // SECURITY: a document of another issuer would name another's keys (OpenID Connect Discovery, section 4.3).
        if (answer.status() != 200 || !settings.isIssuer(text(document, "issuer"))) {
            throw new IOException(settings.discovery() + " answered " + answer.status() + " with issuer '"
                    + text(document, "issuer") + "', expected 200 with '" + settings.issuer() + "'");
        }
        String token = text(document, "token_endpoint");
        String keys = text(document, "jwks_uri");
        if (token.isEmpty() || keys.isEmpty()) {
            throw new IOException(settings.discovery() + " names no token_endpoint or no jwks_uri");
        }
        return new Endpoints(
                token, keys, Optional.of(text(document, "end_session_endpoint")).filter(text -> !text.isEmpty()));
    }

    private static String text(Map<String, Object> document, String name) {
        return document.get(name) instanceof String text ? text : "";
    }
}
