package ai.ekaya.identity;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** This room put together on a fresh database, with a clock that a test sets. */
final class IdentityRooms implements AutoCloseable {
    /** Stands still until it is moved. */
    static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T10:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final SettableClock clock = new SettableClock();
    final Limits limits = Limits.defaults();
    final Store store = Store.open(TestDatabase.fresh());
    final AuditLog audit = new AuditLog(clock);
    final Sessions sessions = new Sessions(limits, clock);
    final Users users = new Users(store, limits, clock, audit, sessions);
    final Throttle throttle = new Throttle(limits, clock);
    final SignIn signIn = new SignIn(store, limits, users, sessions, throttle, audit);
    final SsoSettings sso = SsoSettings.read(
            key -> Optional.ofNullable(Map.of("OIDC_GROUP_ROLES", "ekaya-admins=platform-admin,demo-ops=demo:operator")
                    .get(key)));
    final Principals principals = new Principals(store, sso);
    final Projects projects = new Projects(store, limits, clock, audit);
    final Members members = new Members(store, limits, users, audit);
    final Tokens tokens = new Tokens(store, limits, clock, principals, audit);

    /** The platform's administrator, made as at the first start. */
    Principal admin() {
        new FirstAdmin(store, limits, users, principals).ensure(Optional.of("correct-horse-battery"));
        return principal("admin");
    }

    /** A local user, made when there is none of the name. */
    Principal user(String name) {
        Principal admin = admin();
        if (store.inTransaction(transaction -> users.byName(transaction, name)).isEmpty()) {
            users.make(admin, name, "long-enough-password");
        }
        return principal(name);
    }

    Principal principal(String name) {
        return store.acrossProjects(transaction -> users.byName(transaction, name)
                .flatMap(row -> principals.load(transaction, row.userId(), Principal.Kind.USER))
                .orElseThrow());
    }

    Optional<Principal> of(SessionToken token) {
        return store.acrossProjects(transaction -> sessions.find(transaction, token)
                .flatMap(user -> principals.load(transaction, user, Principal.Kind.USER)));
    }

    @Override
    public void close() {
        store.close();
    }
}
