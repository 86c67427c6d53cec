package ai.ekaya.oidc;

import ai.ekaya.keys.Secret;
import java.util.Optional;

/** What the provider says when it is asked whether a sign-in still holds. */
public sealed interface Confirmation {
    /**
     * It holds, and this is what the person is today.
     *
     * @param refresh to ask with next time, in place of the one before
     * @param idToken to end the provider's session with
     */
    record Holds(ExternalUser user, Optional<Secret> refresh, Optional<Secret> idToken) implements Confirmation {}

    /** The person signed out there, was disabled there, or the sign-in ended. */
    record Ended() implements Confirmation {}

    /** It could not be asked, or answered something that says neither. */
    record Unknown(String reason) implements Confirmation {}
}
