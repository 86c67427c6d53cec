package ai.ekaya.oidc;

import ai.ekaya.keys.Secret;
import java.util.Optional;

/**
 * Whom the server's OpenID Connect client has just signed in.
 *
 * @param refresh what the sign-in is confirmed with later; many providers give one only for scope {@code offline_access}
 * @param idToken to end the provider's session with
 */
public record SignedInUser(ExternalUser user, Optional<Secret> refresh, Optional<Secret> idToken) {}
