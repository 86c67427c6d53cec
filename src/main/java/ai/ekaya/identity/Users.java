package ai.ekaya.identity;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.oidc.ExternalUser;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people who may sign in. Thread-safe. */
@Singleton
final class Users {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;
    private final Sessions sessions;

    @Inject
    Users(Store store, Limits limits, Clock clock, AuditLog audit, Sessions sessions) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
        this.sessions = sessions;
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
            if (byName(transaction, checked).isPresent()) {
                throw new Refusal(RefusalCode.CONFLICT, "There is a user of this name already");
            }
            UserRow row = add(transaction, checked);
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
     * Makes another password for a local user who forgot theirs; ends the user's sessions.
     *
     * @throws Refusal {@code NOT_FOUND}, or {@code CONFLICT} for who signs in by the identity provider
     */
    Made resetPassword(Principal by, String idOrName) {
        String password = Opaque.make();
        String hash = PasswordHash.of(password);
        return store.inTransaction(transaction -> {
            UserRow row = require(transaction, idOrName);
            if (row.password == null) {
                throw new Refusal(
                        RefusalCode.CONFLICT, "'" + row.name + "' has no password here, it is the identity provider's");
            }
            row.password = hash;
            row.passwordGenerated = true;
            sessions.endAll(transaction, row.userId(), Optional.empty());
            append(transaction, by.actor(), row, Map.of("password", "reset"));
            return new Made(User.of(row), Optional.of(password));
        });
    }

    /**
     * A disabled user has no session, no token counts, and no schedule runs in that name.
     *
     * @param idOrName whom
     */
    User setDisabled(Principal by, String idOrName, boolean disabled) {
        return store.inTransaction(transaction -> {
            UserRow row = require(transaction, idOrName);
            if (disabled && row.userId().equals(by.user())) {
                throw new Refusal(RefusalCode.CONFLICT, "You cannot disable yourself, another platform admin can");
            }
            Changes changes = Changes.NONE.and("disabled", row.disabled, disabled);
            row.disabled = disabled;
            if (disabled) {
                sessions.endAll(transaction, row.userId(), Optional.empty());
            }
            audit.append(
                    transaction,
                    new AuditEvent(
                                    AuditEvent.Type.USER_CHANGED,
                                    by.actor(),
                                    Optional.empty(),
                                    "user:" + row.id,
                                    Map.of("user", row.name, "disabled", Boolean.toString(disabled)))
                            .changing(changes));
            return User.of(row);
        });
    }

    Page<User> list(PageQuery query) {
        String after = query.cursor(1).map(cursor -> cursor.keys().get(0)).orElse("");
        return store.inTransaction(transaction -> {
            List<User> found = transaction
                    .entities()
                    .createQuery(
                            "SELECT u FROM UserRow u WHERE u.service = FALSE AND u.name > :after ORDER BY u.name",
                            UserRow.class)
                    .setParameter("after", after)
                    .setMaxResults(query.size() + 1)
                    .getResultStream()
                    .map(User::of)
                    .toList();
            return Page.of(found, query, user -> Cursor.at(user.name()));
        });
    }

    Optional<UserRow> byName(Transaction transaction, String name) {
        return transaction
                .entities()
                .createQuery("SELECT u FROM UserRow u WHERE LOWER(u.name) = LOWER(:name)", UserRow.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    private UserRow require(Transaction transaction, String idOrName) {
        return find(transaction, idOrName)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "There is no user '" + idOrName + "'"));
    }

    /** By id or by name. */
    Optional<UserRow> find(Transaction transaction, String idOrName) {
        return ProjectNames.isId(idOrName)
                ? Optional.ofNullable(transaction.entities().find(UserRow.class, UUID.fromString(idOrName)))
                : byName(transaction, idOrName);
    }

    /** Writes down what the identity provider says of the person today. A local user of the same name stays another person. */
    UserRow seen(Transaction transaction, ExternalUser external) {
        UserRow user = transaction
                .entities()
                .createQuery("SELECT u FROM UserRow u WHERE u.subject = :subject", UserRow.class)
                .setParameter("subject", external.key())
                .getResultStream()
                .findFirst()
                .orElseGet(() -> {
                    UserRow added = add(transaction, freeName(transaction, external));
                    added.subject = external.key();
                    audit.append(
                            transaction,
                            new AuditEvent(
                                    AuditEvent.Type.USER_MADE,
                                    added.actor(),
                                    Optional.empty(),
                                    "user:" + added.id,
                                    Map.of("by", "identity provider")));
                    return added;
                });
        List<String> before = user.groups();
        user.groups(
                external.groups().stream()
                        .filter(group -> !group.isBlank()
                                && group.chars().noneMatch(Character::isISOControl)
                                && group.length() <= limits.intOf(Limit.IDENTITY_GROUP_COUNT))
                        .limit(limits.of(Limit.IDENTITY_GROUPS_PER_USER_COUNT))
                        .toList(),
                external.saidAt());
        if (!before.equals(user.groups())) {
            audit.append(
                    transaction,
                    changed(user.actor(), user, Map.of("groups", String.join(", ", user.groups())))
                            .changing(Changes.NONE.and(
                                    "groups", String.join(", ", before), String.join(", ", user.groups()))));
        }
        return user;
    }

    /** For a service token, see {@link ServiceTokens}; those are bounded by project, and take no room from people. */
    UserRow addService(Transaction transaction, String name) {
        UserRow row = new UserRow(name, clock.instant());
        row.service = true;
        transaction.entities().persist(row);
        return row;
    }

    UserRow add(Transaction transaction, String name) {
        long count = transaction
                .entities()
                .createQuery("SELECT COUNT(u) FROM UserRow u WHERE u.service = FALSE", Long.class)
                .getSingleResult();
        if (count >= limits.of(Limit.IDENTITY_USERS_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "There are " + count + " users, the most this server takes");
        }
        UserRow row = new UserRow(name, clock.instant());
        transaction.entities().persist(row);
        return row;
    }

    private void append(Transaction transaction, Actor by, UserRow row, Map<String, String> details) {
        audit.append(transaction, changed(by, row, details));
    }

    private static AuditEvent changed(Actor by, UserRow row, Map<String, String> details) {
        return new AuditEvent(AuditEvent.Type.USER_CHANGED, by, Optional.empty(), "user:" + row.id, details);
    }

    private String freeName(Transaction transaction, ExternalUser external) {
        String name = Names.checked(limits, "name", external.name());
        if (byName(transaction, name).isEmpty()) {
            return name;
        }
        String further = name + " (" + external.subject() + ")";
        // Who chooses their own name there may have taken this one, to keep the other person out.
        return byName(transaction, further).isEmpty() ? further : name + " (" + UUID.randomUUID() + ")";
    }
}
