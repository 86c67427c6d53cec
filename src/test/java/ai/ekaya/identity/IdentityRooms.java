package ai.ekaya.identity;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Limits;
import ai.ekaya.oidc.IdentityProvider;
import ai.ekaya.oidc.ProviderSettings;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
    final IdentityProvider provider = new IdentityProvider(ProviderSettings.none(), limits, clock);
    final Sealer sealer = new Sealer(MasterKey.of("A".repeat(43) + "=", "test"));
    final SsoSessions ssoSessions = new SsoSessions(store, limits, clock, sealer, provider, users, sessions, audit);
    final LocalAccounts local = new LocalAccounts(true);
    final SignIn signIn = new SignIn(store, limits, users, sessions, ssoSessions, throttle, local, audit);
    final GroupRoles groupRoles = new GroupRoles(store, limits, audit);
    final ConfiguredRoles configured = ConfiguredRoles.parse("ekaya-admins=platform-admin,demo-ops=demo:operator");
    final Principals principals = new Principals(store, configured, groupRoles, local);
    final Projects projects = new Projects(store, limits, clock, audit, configured);
    final Members members = new Members(store, limits, users, audit);
    final Tokens tokens = new Tokens(store, limits, clock, principals, audit);

    final ServiceTokens serviceTokens = new ServiceTokens(store, limits, users, tokens, audit);
    final Passwords passwords = new Passwords(store, limits, sessions, throttle, audit);

    /** The same database seen by a server whose local accounts are switched off. */
    record Off(Store store, Sessions sessions, SignIn signIn, Principals principals, Tokens tokens) {
        Optional<Principal> of(SessionToken token) {
            return store.acrossProjects(transaction -> sessions.find(transaction, token)
                    .flatMap(found -> principals.load(transaction, found.user(), Principal.Kind.USER)));
        }
    }

    Off withoutLocalAccounts() {
        LocalAccounts off = new LocalAccounts(false);
        Principals strict = new Principals(store, ConfiguredRoles.parse(""), groupRoles, off);
        return new Off(
                store,
                sessions,
                new SignIn(store, limits, users, sessions, ssoSessions, throttle, off, audit),
                strict,
                new Tokens(store, limits, clock, strict, audit));
    }

    /** The platform's administrator, made as at the first start. */
    Principal admin() {
        new FirstAdmin(store, limits, users, principals, new AuditLog(clock))
                .ensure(Optional.of("correct-horse-battery"));
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
                .flatMap(found -> principals.load(transaction, found.user(), Principal.Kind.USER)));
    }

    @Override
    public void close() {
        store.close();
    }
}
