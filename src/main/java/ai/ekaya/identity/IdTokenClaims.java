package ai.ekaya.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the ID token says of a person; the server's OpenID Connect client has verified it. */
final class IdTokenClaims {
    private static final String HELPER = "com.ibm.websphere.security.openidconnect.PropagationHelper";
    private static final String TOKEN = "com.ibm.websphere.security.openidconnect.token.IdToken";
    private static final ObjectMapper JSON = new ObjectMapper();

    private IdTokenClaims() {}

    /** Of the person whom the server has just signed in on this thread; empty when that was not by OpenID Connect. */
    static Optional<ExternalUser> ofRequest(SsoSettings settings) {
        return serversClaims().flatMap(claims -> parse(claims, settings));
    }

    /** Empty unless issuer and subject are there and the issuer is the configured one. */
    static Optional<ExternalUser> parse(String claims, SsoSettings settings) {
        JsonNode json;
        try {
            json = JSON.readTree(claims);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The server handed out an ID token that is no JSON", e);
        }
        String issuer = json.path("iss").asText("");
        String subject = json.path("sub").asText("");
        if (subject.isEmpty() || !withoutSlash(issuer).equals(withoutSlash(settings.issuer()))) {
            return Optional.empty();
        }
        String name = json.path("preferred_username").asText(json.path("email").asText(subject));
        return Optional.of(new ExternalUser(issuer, subject, name, groups(json.path(settings.groupsClaim()))));
    }

    private static List<String> groups(JsonNode claim) {
        List<String> groups = new ArrayList<>();
        if (claim.isTextual()) {
            groups.add(claim.asText());
        }
        // Keycloak writes groups as paths.
        claim.forEach(group -> groups.add(group.asText("")));
        return groups.stream()
                .map(group -> group.startsWith("/") ? group.substring(1) : group)
                .toList();
    }

    private static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }

    /** By reflection: the server's API for this is in no Maven repository at the server's version. */
    private static Optional<String> serversClaims() {
        try {
            ClassLoader server = Thread.currentThread().getContextClassLoader();
            Object token =
                    Class.forName(HELPER, true, server).getMethod("getIdToken").invoke(null);
            return token == null
                    ? Optional.empty()
                    : Optional.of(String.valueOf(Class.forName(TOKEN, true, server)
                            .getMethod("getAllClaimsAsJson")
                            .invoke(token)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The server has no feature openidConnectClient-1.0 (docs/install.md)", e);
        }
    }
}
