package ai.ekaya.identity;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Spoken;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Opens and ends sessions: with a password of ours, or for who comes back from the identity provider. Thread-safe. */
@Singleton
final class SignIn {
    private final Store store;
    private final Limits limits;
    private final Users users;
    private final Sessions sessions;
    private final Throttle throttle;
    private final AuditLog audit;

    @Inject
    SignIn(Store store, Limits limits, Users users, Sessions sessions, Throttle throttle, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.users = users;
        this.sessions = sessions;
        this.throttle = throttle;
        this.audit = audit;
    }

    /**
     * @param address where the request came from, for throttling
     * @throws ai.ekaya.limits.Refusal {@code RATE_LIMITED}
     * @throws Spoken 401 for a wrong user or a wrong password, which are not told apart
     */
    SessionToken withPassword(String name, String password, String address) {
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
            return open(transaction, known.get(), "password");
        });
    }

    /** For who the identity provider vouches for; makes the user at the first time. */
    SessionToken withIdentityProvider(ExternalUser external) {
        return store.inTransaction(transaction -> {
            UserRow user = users.seen(transaction, external);
            if (user.disabled) {
                throw Spoken.unauthorized("This user is disabled");
            }
            return open(transaction, user, "sso");
        });
    }

    void out(Principal principal, SessionToken token) {
        store.transact(transaction -> {
            sessions.end(transaction, token);
            audit.append(transaction, event(AuditEvent.Type.SIGNED_OUT, principal.actor(), principal.user(), Map.of()));
        });
    }

    private SessionToken open(Transaction transaction, UserRow user, String how) {
        Actor actor = new Actor("user", user.id.toString(), user.name);
        audit.append(transaction, event(AuditEvent.Type.SIGNED_IN, actor, user.userId(), Map.of("how", how)));
        return sessions.open(transaction, user.userId());
    }

    private void failed(Optional<UserRow> known) {
        // An unknown name is not written down: people type passwords into the wrong field.
        Actor actor = known.map(user -> new Actor("user", user.id.toString(), user.name))
                .orElse(new Actor("user", "unknown", "unknown"));
        store.transact(transaction -> audit.append(
                transaction,
                new AuditEvent(
                        AuditEvent.Type.SIGN_IN_FAILED, actor, Optional.empty(), "user:" + actor.id(), Map.of())));
    }

    private static AuditEvent event(AuditEvent.Type type, Actor actor, UserId user, Map<String, String> details) {
        return new AuditEvent(type, actor, Optional.empty(), "user:" + user, details);
    }
}
