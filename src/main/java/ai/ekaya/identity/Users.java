package ai.ekaya.identity;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whom this server knows. Thread-safe. */
@Singleton
final class Users {
    private final Store store;
    private final Limits limits;
    private final Clock clock;

    @Inject
    Users(Store store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
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

    /** Those who may do everything on this server, by name; the first {@link Limit#IDENTITY_MEMBERS_PER_PROJECT_COUNT}. */
    List<User> administrators() {
        return store.inTransaction(transaction -> transaction
                .entities()
                .createQuery(
                        "SELECT u FROM UserRow u WHERE u.platformAdmin = TRUE AND u.disabled = FALSE ORDER BY u.name",
                        UserRow.class)
                .setMaxResults(limits.intOf(Limit.IDENTITY_MEMBERS_PER_PROJECT_COUNT))
                .getResultStream()
                .map(User::of)
                .toList());
    }

    Optional<UserRow> byName(Transaction transaction, String name) {
        return transaction
                .entities()
                .createQuery("SELECT u FROM UserRow u WHERE LOWER(u.name) = LOWER(:name)", UserRow.class)
                .setParameter("name", Names.canonical(name))
                .getResultStream()
                .findFirst();
    }

    /** @throws Refusal {@code NOT_FOUND} */
    UserRow require(Transaction transaction, String idOrName) {
        return find(transaction, idOrName)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "There is no user '" + idOrName + "'"));
    }

    /** By id or by name. */
    Optional<UserRow> find(Transaction transaction, String idOrName) {
        return ProjectNames.isId(idOrName)
                ? Optional.ofNullable(transaction.entities().find(UserRow.class, UUID.fromString(idOrName)))
                : byName(transaction, idOrName);
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
}
