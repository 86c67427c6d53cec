package ai.ekaya.identity;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What platform admins do about users: make them, give another password, disable. Thread-safe. */
@Singleton
final class UserChanges {
    private final Store store;
    private final Limits limits;
    private final Users users;
    private final Sessions sessions;
    private final Tokens tokens;
    private final AuditLog audit;

    @Inject
    UserChanges(Store store, Limits limits, Users users, Sessions sessions, Tokens tokens, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.users = users;
        this.sessions = sessions;
        this.tokens = tokens;
        this.audit = audit;
    }

    /**
     * A user whose password is known.
     *
     * @param generated the password when the server made it; its owner has to change it
     */
    record Made(User user, Optional<String> generated) {}

    /**
     * @param given a password, else one is made
     * @throws Refusal {@code BAD_ARGUMENT}, or {@code CONFLICT} when the name is taken
     */
    Made make(Principal by, @Nullable String name, @Nullable String given) {
        String checked = Names.checked(limits, "name", name);
        Optional<String> generated = given == null ? Optional.of(Opaque.make()) : Optional.empty();
        String password = generated.orElseGet(() -> Passwords.checked(limits, "password", given));
        String hash = PasswordHash.of(password);
        return store.inTransaction(transaction -> {
            if (users.byName(transaction, checked).isPresent()) {
                throw new Refusal(RefusalCode.CONFLICT, "There is a user of this name already");
            }
            UserRow row = users.add(transaction, checked);
            row.password = hash;
            row.passwordGenerated = generated.isPresent();
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.USER_MADE,
                            by.actor(),
                            Optional.empty(),
                            "user:" + row.id,
                            Map.of("user", row.name)));
            return new Made(User.of(row), generated);
        });
    }

    /**
     * A user whose password was made anew.
     *
     * @param tokensRevoked personal tokens that ended with the old one
     */
    record Reset(User user, String generated, int tokensRevoked) {}

    /**
     * Makes another password for a local user who forgot theirs, or whose somebody else may know: ends the user's sessions and personal
     * tokens, as whoever came in may have made one.
     *
     * @throws Refusal {@code NOT_FOUND}, or {@code CONFLICT} for who signs in by the identity provider
     */
    Reset resetPassword(Principal by, String idOrName) {
        String password = Opaque.make();
        String hash = PasswordHash.of(password);
        User user = store.inTransaction(transaction -> {
            UserRow row = users.require(transaction, idOrName);
            if (row.password == null) {
                throw new Refusal(
                        RefusalCode.CONFLICT, "'" + row.name + "' has no password here, it is the identity provider's");
            }
            row.password = hash;
            row.passwordGenerated = true;
            sessions.endAll(transaction, row.userId(), Optional.empty());
            audit.append(transaction, changed(by.actor(), row, Map.of("password", "reset")));
            return User.of(row);
        });
        // After the sessions, so that none of them makes another meanwhile.
        return new Reset(user, password, tokens.revokeAll(by, user.id()));
    }

    /**
     * A disabled user has no session, no token counts, and no schedule runs in that name.
     *
     * @param idOrName whom
     */
    User setDisabled(Principal by, String idOrName, boolean disabled) {
        return store.inTransaction(transaction -> {
            UserRow row = users.require(transaction, idOrName);
            if (disabled && row.userId().equals(by.user())) {
                throw new Refusal(RefusalCode.CONFLICT, "You cannot disable yourself, another platform admin can");
            }
            Changes changes = Changes.NONE.and("disabled", row.disabled, disabled);
            row.disabled = disabled;
            if (disabled) {
                sessions.endAll(transaction, row.userId(), Optional.empty());
            }
            Map<String, String> details = Map.of("user", row.name, "disabled", Boolean.toString(disabled));
            audit.append(transaction, changed(by.actor(), row, details).changing(changes));
            return User.of(row);
        });
    }

    private static AuditEvent changed(Actor by, UserRow row, Map<String, String> details) {
        return new AuditEvent(AuditEvent.Type.USER_CHANGED, by, Optional.empty(), "user:" + row.id, details);
    }
}
