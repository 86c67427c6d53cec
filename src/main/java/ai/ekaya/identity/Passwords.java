package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a password must be, and how its owner changes it. Thread-safe. */
@Singleton
final class Passwords {
    private final Store store;
    private final Limits limits;
    private final Sessions sessions;
    private final Throttle throttle;
    private final AuditLog audit;

    @Inject
    Passwords(Store store, Limits limits, Sessions sessions, Throttle throttle, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.sessions = sessions;
        this.throttle = throttle;
        this.audit = audit;
    }

    /**
     * @param what for the message, as {@code password}
     * @throws Refusal {@code BAD_ARGUMENT}
     */
    static String checked(Limits limits, String what, @Nullable String given) {
        String password = given == null ? "" : given;
        int lengthMin = limits.intOf(Limit.IDENTITY_PASSWORD_MIN_COUNT);
        int lengthMax = limits.intOf(Limit.IDENTITY_PASSWORD_CEILING_COUNT);
        if (password.length() < lengthMin || password.length() > lengthMax) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + what + "' has " + password.length() + " characters, expected " + lengthMin + " to "
                            + lengthMax);
        }
        return password;
    }

    /**
     * Ends the user's other sessions; tokens stay, as whoever changes theirs of their own accord would have to renew every script.
     *
     * @param kept the session that asks
     * @param address where the request came from, for throttling: a borrowed session must not guess
     * @return how many sessions ended
     */
    int change(
            Principal principal,
            Optional<SessionToken> kept,
            @Nullable String old,
            @Nullable String asked,
            String address) {
        String password = checked(limits, "new", asked);
        UserRow known = store.inTransaction(transaction -> {
            throttle.attempt(transaction, principal.name(), address);
            return transaction.entities().find(UserRow.class, principal.user().value());
        });
        if (known == null || known.password == null) {
            throw new Refusal(RefusalCode.CONFLICT, "You have no password here, you sign in by the identity provider");
        }
        int lengthMax = limits.intOf(Limit.IDENTITY_PASSWORD_CEILING_COUNT);
        if (old == null || old.length() > lengthMax || !PasswordHash.matches(known.password, old)) {
            // Whoever found an open session and guesses is as one who guesses at the sign-in.
            store.transact(transaction -> audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.SIGN_IN_FAILED,
                            principal.actor(),
                            Optional.empty(),
                            "user:" + principal.user(),
                            Map.of("at", "password change"))));
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'old' is not your password");
        }
        if (old.equals(password)) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'new' is your old password, expected another");
        }
        // Outside a transaction: hashing takes a tenth of a second.
        String hash = PasswordHash.of(password);
        return store.inTransaction(transaction -> {
            throttle.succeeded(transaction, principal.name(), address);
            UserRow row =
                    transaction.entities().find(UserRow.class, principal.user().value());
            row.password = hash;
            row.passwordGenerated = false;
            int ended = sessions.endAll(transaction, principal.user(), kept);
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.PASSWORD_CHANGED,
                            principal.actor(),
                            Optional.empty(),
                            "user:" + row.id,
                            Map.of("sessionsEnded", Integer.toString(ended))));
            return ended;
        });
    }
}
