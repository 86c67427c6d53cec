package ai.ekaya.oidc;

import ai.ekaya.keys.Secret;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;

/**
 * What the server's OpenID Connect client holds of the person whom it has signed in on this thread. By reflection: the server's API
 * for this is in no Maven repository at the server's version.
 */
final class ServersLogin {
    private static final String SUBJECT = "com.ibm.websphere.security.auth.WSSubject";
    private static final String HELPER = "com.ibm.websphere.security.openidconnect.PropagationHelper";
    private static final String TOKEN = "com.ibm.websphere.security.openidconnect.token.IdToken";

    private ServersLogin() {}

    /** Empty when nobody was signed in by OpenID Connect, or by another issuer than the configured one. */
    static Optional<SignedInUser> ofThisThread(ProviderSettings settings, Clock clock) {
        try {
            ClassLoader server = Thread.currentThread().getContextClassLoader();
            Object token =
                    Class.forName(HELPER, true, server).getMethod("getIdToken").invoke(null);
            if (token == null) {
                return Optional.empty();
            }
            String claims = String.valueOf(Class.forName(TOKEN, true, server)
                    .getMethod("getAllClaimsAsJson")
                    .invoke(token));
            Subject subject = (Subject) Class.forName(SUBJECT, true, server)
                    .getMethod("getRunAsSubject")
                    .invoke(null);
            return Claims.user(JWTClaimsSet.parse(claims), settings, clock.instant())
                    .map(user -> new SignedInUser(user, held(subject, "refresh_token"), held(subject, "id_token")));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The server has no feature openidConnectClient-1.0 (docs/install.md)", e);
        } catch (ParseException e) {
            throw new IllegalStateException("The server handed out an ID token that is no JSON", e);
        }
    }

    private static Optional<Secret> held(Subject subject, String name) {
        return subject.getPrivateCredentials().stream()
                .filter(Map.class::isInstance)
                .map(credentials -> ((Map<?, ?>) credentials).get(name))
                .filter(String.class::isInstance)
                .map(text -> new Secret((String) text))
                .findFirst();
    }
}
