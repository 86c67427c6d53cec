package ai.ekaya.identity;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.oidc.SignedInUser;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Spoken;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Opens and ends sessions: with a password of ours, or for who comes back from the identity provider. Thread-safe. */
@Singleton
final class SignIn {
    private final Store store;
    private final Limits limits;
    private final Users users;
    private final ExternalUsers externalUsers;
    private final Sessions sessions;
    private final SsoSessions ssoSessions;
    private final Throttle throttle;
    private final LocalAccounts local;
    private final AuditLog audit;

    @Inject
    SignIn(
            Store store,
            Limits limits,
            Users users,
            ExternalUsers externalUsers,
            Sessions sessions,
            SsoSessions ssoSessions,
            Throttle throttle,
            LocalAccounts local,
            AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.users = users;
        this.externalUsers = externalUsers;
        this.sessions = sessions;
        this.ssoSessions = ssoSessions;
        this.throttle = throttle;
        this.local = local;
        this.audit = audit;
    }

    /**
     * @param address where the request came from, for throttling
     * @param before the session that the request came with, which ends
     * @throws Refusal {@code RATE_LIMITED}, or {@code NOT_PERMITTED} where local accounts are off
     * @throws Spoken 401 for a wrong user or a wrong password, which are not told apart
     */
    SessionToken withPassword(String name, String password, String address, Optional<SessionToken> before) {
        if (!local.on()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "Signing in with a password is switched off on this server (" + LocalAccounts.KEY
                            + "), sign in by the identity provider");
        }
        store.transact(transaction -> throttle.attempt(transaction, name, address));
        // Outside a transaction: hashing takes a tenth of a second.
        Optional<UserRow> known = store.inTransaction(transaction -> users.byName(transaction, name));
        String stored =
                known.flatMap(user -> Optional.ofNullable(user.password)).orElse(PasswordHash.NOBODY);
        boolean tooLong = password.length() > limits.intOf(Limit.IDENTITY_PASSWORD_CEILING_COUNT);
        boolean right = PasswordHash.matches(stored, tooLong ? "" : password);
        if (!right || tooLong || known.isEmpty() || known.get().password == null || known.get().disabled) {
            failed(known);
            throw Spoken.unauthorized("User or password is wrong");
        }
        return store.inTransaction(transaction -> {
            throttle.succeeded(transaction, name, address);
            return open(transaction, known.get(), "password", before);
        });
    }

    /**
     * For who the identity provider vouches for; makes the user at the first time.
     *
     * @param before the session that the request came with, which ends
     */
    SessionToken withIdentityProvider(SignedInUser signedIn, Optional<SessionToken> before) {
        return store.inTransaction(transaction -> {
            UserRow user = externalUsers.seen(transaction, signedIn.user());
            if (user.disabled) {
                throw Spoken.unauthorized("This user is disabled");
            }
            SessionToken token = open(transaction, user, "sso", before);
            ssoSessions.open(transaction, token, signedIn);
            return token;
        });
    }

    /** @return where the browser has to go to end the identity provider's session as well */
    Optional<URI> out(Principal principal, SessionToken token) {
        Optional<URI> next = ssoSessions.signOut(token);
        store.transact(transaction -> {
            sessions.end(transaction, token);
            audit.append(transaction, event(AuditEvent.Type.SIGNED_OUT, principal.actor(), principal.user(), Map.of()));
        });
        return next;
    }

    private SessionToken open(Transaction transaction, UserRow user, String how, Optional<SessionToken> before) {
        // A browser has one session: who signs in again wants the one before no more, nor shall who planted it.
        before.flatMap(token -> sessions.end(transaction, token))
                .ifPresent(whose -> audit.append(
                        transaction,
                        event(
                                AuditEvent.Type.SIGNED_OUT,
                                transaction
                                        .entities()
                                        .find(UserRow.class, whose.value())
                                        .actor(),
                                whose,
                                Map.of("why", "signed in again"))));
        audit.append(transaction, event(AuditEvent.Type.SIGNED_IN, user.actor(), user.userId(), Map.of("how", how)));
        return sessions.open(transaction, user.userId());
    }

    private void failed(Optional<UserRow> known) {
        // An unknown name is not written down: people type passwords into the wrong field.
        Actor actor = known.map(UserRow::actor).orElse(new Actor("user", "unknown", "unknown"));
        store.transact(transaction -> audit.append(
                transaction,
                new AuditEvent(
                        AuditEvent.Type.SIGN_IN_FAILED, actor, Optional.empty(), "user:" + actor.id(), Map.of())));
    }

    private static AuditEvent event(AuditEvent.Type type, Actor actor, UserId user, Map<String, String> details) {
        return new AuditEvent(type, actor, Optional.empty(), "user:" + user, details);
    }
}
