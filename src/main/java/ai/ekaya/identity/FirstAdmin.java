package ai.ekaya.identity;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the user {@code admin} at the first start. Thread-safe, over all servers. */
@Singleton
public final class FirstAdmin {
    public static final String NAME = "admin";
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);

    private final Store store;
    private final Limits limits;
    private final Users users;
    private final Principals principals;
    private final AuditLog audit;

    @Inject
    FirstAdmin(Store store, Limits limits, Users users, Principals principals, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.users = users;
        this.principals = principals;
        this.audit = audit;
    }

    /** The user {@code admin}, in whose name the start makes the demo project; empty when it was removed or disabled. */
    public Optional<Principal> principal() {
        return store.acrossProjects(transaction -> users.byName(transaction, NAME)
                .flatMap(row -> principals.load(transaction, new UserId(row.id), Principal.Kind.USER)));
    }

    /**
     * Does nothing when there is a user already.
     *
     * @param configured the value of {@code EKAYA_ADMIN_PASSWORD}
     * @return a generated password, to be shown on the console this once; empty when none was generated
     */
    public Optional<String> ensure(Optional<String> configured) {
        Optional<String> given = configured.filter(password -> !password.isBlank());
        String password = given.orElseGet(Opaque::make);
        boolean made = store.inTransaction(transaction -> {
            try (Statement lock = transaction.connection().createStatement()) {
                // Two servers at their first start: one makes it, the other waits and sees it.
                lock.execute("LOCK TABLE ekaya.app_user IN SHARE ROW EXCLUSIVE MODE");
            } catch (SQLException e) {
                throw new IllegalStateException("Could not lock the table of users", e);
            }
            if (users.byName(transaction, NAME).isPresent()) {
                return false;
            }
            UserRow admin = users.add(transaction, NAME);
            admin.password = PasswordHash.of(password);
            admin.passwordGenerated = given.isEmpty();
            admin.platformAdmin = true;
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.USER_MADE,
                            Actor.SYSTEM,
                            Optional.empty(),
                            "user:" + admin.id,
                            Map.of(
                                    "name",
                                    NAME,
                                    "why",
                                    "first start",
                                    "password",
                                    given.isPresent() ? "EKAYA_ADMIN_PASSWORD" : "generated")));
            return true;
        });
        int lengthMin = limits.intOf(Limit.IDENTITY_PASSWORD_MIN_COUNT);
        if (made && given.isPresent() && password.length() < lengthMin) {
            LOG.warn(
                    "EKAYA_ADMIN_PASSWORD is shorter than {} characters; use a longer one where others can reach it",
                    lengthMin);
        }
        return made && given.isEmpty() ? Optional.of(password) : Optional.empty();
    }
}
