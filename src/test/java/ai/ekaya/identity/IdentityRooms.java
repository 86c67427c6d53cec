package ai.ekaya.identity;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Limits;
import ai.ekaya.oidc.ExternalUser;
import ai.ekaya.oidc.IdentityProvider;
import ai.ekaya.oidc.ProviderSettings;
import ai.ekaya.oidc.SignedInUser;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** This room put together on a fresh database, with a clock that a test sets. */
final class IdentityRooms implements AutoCloseable {
    /** Where a test's requests come from. */
    static final String ADDRESS = "192.0.2.7";

    /** Stands still until it is moved. */
    static final class SettableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

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

    final SettableClock clock;
    final Limits limits;
    final Store store;
    final IdentityProvider provider;
    private final DatabaseUrl url;
    final AuditLog audit;
    final SsoSessionRows ssoRows;
    final RequestRates rates;
    final Sessions sessions;
    final Users users;
    final ExternalUsers externalUsers;
    final Throttle throttle;
    final Sealer sealer;
    final SsoSessions ssoSessions;
    final LocalAccounts local;
    final SignIn signIn;
    final GroupRoles groupRoles;
    final ConfiguredRoles configured;
    final Principals principals;
    final Projects projects;
    final Members members;
    final Tokens tokens;
    final UserChanges userChanges;
    final ServiceTokens serviceTokens;
    final Passwords passwords;

    IdentityRooms() {
        this(Limits.defaults(), clock -> new IdentityProvider(ProviderSettings.none(), Limits.defaults(), clock));
    }

    IdentityRooms(Limits limits, Function<Clock, IdentityProvider> provider) {
        this(TestDatabase.fresh(), limits, new SettableClock(), provider);
    }

    private IdentityRooms(
            DatabaseUrl url, Limits limits, SettableClock clock, Function<Clock, IdentityProvider> provider) {
        this.url = url;
        this.limits = limits;
        this.clock = clock;
        this.provider = provider.apply(clock);
        store = Store.open(url);
        audit = new AuditLog(clock);
        rates = new RequestRates(limits, clock);
        sessions = new Sessions(limits, clock);
        users = new Users(store, limits, clock);
        externalUsers = new ExternalUsers(limits, users, audit);
        throttle = new Throttle(limits, clock);
        sealer = new Sealer(MasterKey.of("A".repeat(43) + "=", "test"));
        ssoRows = new SsoSessionRows(limits, clock, sealer);
        ssoSessions = new SsoSessions(store, limits, clock, ssoRows, this.provider, externalUsers, sessions, audit);
        local = new LocalAccounts(true);
        signIn = new SignIn(store, limits, users, externalUsers, sessions, ssoSessions, throttle, local, audit);
        groupRoles = new GroupRoles(store, limits, audit);
        configured = ConfiguredRoles.parse("ekaya-admins=platform-admin,demo-ops=demo:operator");
        principals = new Principals(clock, configured, groupRoles, local);
        projects = new Projects(store, limits, clock, audit, configured);
        members = new Members(store, limits, users, rates, audit);
        tokens = new Tokens(store, limits, clock, principals, audit);
        userChanges = new UserChanges(store, limits, users, sessions, tokens, audit);
        serviceTokens = new ServiceTokens(store, limits, users, tokens, audit);
        passwords = new Passwords(store, limits, sessions, throttle, audit);
    }

    /** Another server on the same database and clock. */
    IdentityRooms another(Limits of) {
        return new IdentityRooms(url, of, clock, same -> provider);
    }

    /** The same database seen by a server whose local accounts are switched off. */
    record Off(Store store, Sessions sessions, SignIn signIn, Principals principals, Tokens tokens) {
        Optional<Principal> of(SessionToken token) {
            return store.acrossProjects(transaction -> sessions.find(transaction, token)
                    .flatMap(found -> principals.load(transaction, found.user(), Principal.Kind.USER)));
        }
    }

    Off withoutLocalAccounts() {
        LocalAccounts off = new LocalAccounts(false);
        Principals strict = new Principals(clock, ConfiguredRoles.parse(""), groupRoles, off);
        return new Off(
                store,
                sessions,
                new SignIn(store, limits, users, externalUsers, sessions, ssoSessions, throttle, off, audit),
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
            userChanges.make(admin, name, "long-enough-password");
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

    /** In whose name a schedule of the user's would run now. */
    Optional<Principal> scheduled(Principal owner) {
        return store.acrossProjects(transaction -> principals.of(transaction, owner.user()));
    }

    /** The administrator's, with the right password. */
    SessionToken session() {
        return signIn.withPassword(FirstAdmin.NAME, "correct-horse-battery", ADDRESS, Optional.empty());
    }

    /** Of who comes back from the identity provider now. */
    SessionToken sso(String name, String... groups) {
        return signIn.withIdentityProvider(external(name, groups), Optional.empty());
    }

    /** Of who comes with a password. */
    SessionToken local(String name, String password, String address) {
        return signIn.withPassword(name, password, address, Optional.empty());
    }

    /** Who comes back from the identity provider now. */
    SignedInUser external(String name, String... groups) {
        return new SignedInUser(said(clock.instant(), name, groups), Optional.empty(), Optional.empty());
    }

    static ExternalUser said(Instant at, String name, String... groups) {
        return new ExternalUser("https://id.example", "subject of " + name, name, List.of(groups), at);
    }

    @Override
    public void close() {
        store.close();
    }
}
