package ai.ekaya.appdb;

import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.NamedStatement;
import ai.ekaya.sql.Pools;
import ai.ekaya.sql.PostgreSql;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.sql.SqlFailures;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.StatementRunner;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An app's own schema and login role. A login, and not a role that a shared login switches to: a guest can undo a switch, not a
 * login. Thread-safe.
 */
@Singleton
public final class AppDatabases {
    private static final Logger LOG = Logger.getLogger(AppDatabases.class.getName());

    private final PlatformOwner owner;
    private final Sealer sealer;
    private final SqlGuard guard;
    private final StatementRunner runner;
    private final Limits limits;
    private final AppSpace space;
    private final AppMigrations migrations;
    private final AppConnections connections;

    @Inject
    public AppDatabases(
            Store store, Sealer sealer, SqlGuard guard, StatementRunner runner, Limits limits, Clock clock) {
        this.owner = new PlatformOwner(store);
        this.sealer = sealer;
        this.guard = guard;
        this.runner = runner;
        this.limits = limits;
        this.space = new AppSpace(limits);
        this.migrations = new AppMigrations(guard, runner, limits);
        this.connections = new AppConnections(limits, clock);
    }

    /**
     * Makes role and schema and runs the migrations, all or nothing; running it again with more migrations runs only those. All of
     * them run in one transaction, so this is its own rehearsal: what fails leaves the app as it was, or no app at all.
     *
     * @throws ai.ekaya.limits.Refusal {@code BAD_ARGUMENT} naming the script and the statement that is not accepted or failed;
     *     {@code UNAVAILABLE} with what an administrator has to run when the platform may not make roles
     */
    public void create(UUID project, AppId app, List<AppMigration> migrations) {
        Map<AppMigration, List<CheckedStatement>> checked = this.migrations.check(migrations);
        boolean fresh = asOwner(owner -> AppLogins.find(owner, app)).isEmpty();
        if (fresh) {
            missingRight().ifPresent(sentence -> {
                throw new Refusal(RefusalCode.UNAVAILABLE, sentence);
            });
            asOwner(owner -> make(owner, project, app));
        }
        try {
            migrate(app, checked);
        } catch (RuntimeException e) {
            if (fresh) {
                undo(app, e);
            }
            throw e;
        }
    }

    /** @param why is what the caller is told, also when undoing fails */
    private void undo(AppId app, RuntimeException why) {
        try {
            drop(app);
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /** What an administrator has to run before apps can have databases; empty when they can. */
    public Optional<String> missingRight() {
        return asOwner(AppRoles::missingRight);
    }

    private AppLogin make(Connection owner, UUID project, AppId app) throws SQLException {
        String password = AppLogin.newPassword();
        AppLogin login = new AppLogin(
                app,
                project,
                AppLogin.newName(),
                AppLogin.newName(),
                sealer.seal(AppLogin.context(app), new Secret(password)));
        AppRoles.lock(owner);
        AppRoles.closeToPublic(owner);
        AppRoles.ensure(owner, login, password, limits.intOf(Limit.APPDB_ROLE_CONNECTIONS_COUNT));
        AppLogins.insert(owner, login);
        return login;
    }

    private void migrate(AppId app, Map<AppMigration, List<CheckedStatement>> checked) {
        try (Pools<AppId>.Lease lease = connections.borrow(app, () -> driver(app))) {
            apply(lease.connection(), checked);
        } catch (SQLException e) {
            throw SqlFailures.connection(e);
        }
    }

    /** @return in the order of their numbers, checked by the guard */
    Map<AppMigration, List<CheckedStatement>> check(List<AppMigration> migrations) {
        return this.migrations.check(migrations);
    }

    /** @throws ai.ekaya.limits.Refusal naming the script and the statement that apps may not run; nothing is run */
    public void require(List<AppMigration> migrations) {
        this.migrations.check(migrations);
    }

    /** Runs what the connection's schema has not had, and commits. */
    void apply(Connection connection, Map<AppMigration, List<CheckedStatement>> checked) throws SQLException {
        connections.begin(connection);
        AppSpace.Taken before = space.measure(connection);
        if (!space.fits(before)) {
            space.vacuum(connection, new Cancellation());
            connections.begin(connection);
            before = space.measure(connection);
        }
        migrations.apply(connection, checked);
        space.require(before, space.measure(connection), AppSpace.Reserve.NONE);
        connection.commit();
    }

    /**
     * Drops schema, copies, role and state; does nothing when there are none.
     *
     * @throws IllegalStateException when the catalogs still know the role or the schema afterwards; nothing is forgotten then
     */
    public void drop(AppId app) {
        connections.close(app);
        Optional<AppLogin> login = asOwner(owner -> AppLogins.find(owner, app));
        login.ifPresent(found -> asOwner(owner -> {
            AppRoles.lock(owner);
            AppRoles.shut(owner, found);
            return found;
        }));
        for (AppCopy copy : asOwner(owner -> AppCopyRows.of(owner, app))) {
            asOwner(owner -> {
                AppRoles.dropCopy(owner, copy);
                return copy;
            });
        }
        asOwner(owner -> {
            if (login.isPresent()) {
                AppRoles.lock(owner);
                AppRoles.drop(owner, login.get());
            }
            AppLogins.delete(owner, app);
            return app;
        });
    }

    /**
     * Runs one statement of the app in its own transaction, committed when it succeeds.
     *
     * @throws ai.ekaya.limits.Refusal {@code LIMIT} when the app's tables would grow over what they may take; nothing is changed then
     */
    public QueryResult query(AppId app, String sql, List<JsonNode> params, Cancellation cancellation) {
        return query(app, sql, SqlArguments.byPlace(params), cancellation);
    }

    /** As the other, also with parameters by name. */
    public QueryResult query(AppId app, String sql, SqlArguments params, Cancellation cancellation) {
        return query(app, sql, params, WriteMarking.NONE, cancellation);
    }

    /**
     * As the other; a change leaves a mark beside itself.
     *
     * @throws ai.ekaya.limits.Refusal as the marking says, when its attempt was ended meanwhile; nothing is changed then
     */
    public QueryResult query(
            AppId app, String sql, SqlArguments params, WriteMarking marking, Cancellation cancellation) {
        NamedStatement named = NamedStatement.of(sql, params);
        CheckedStatement checked = guard.appStatement(named.sql());
        AppStatement statement = new AppStatement(connections, runner, space, cancellation);
        try {
            return query(app, statement, checked, named.values(), marking);
        } catch (AppStatement.NoMarksTable e) {
            // Nothing was committed. The schema is from before there were marks, and the start could not change it.
            asOwner(owner -> markable(owner, app));
            return query(app, statement, checked, named.values(), marking);
        }
    }

    private QueryResult query(
            AppId app, AppStatement statement, CheckedStatement checked, List<JsonNode> params, WriteMarking marking) {
        try (Pools<AppId>.Lease lease = connections.borrow(app, () -> driver(app), statement.cancellation())) {
            return statement.run(lease.connection(), checked, params, marking);
        } catch (SQLException e) {
            throw SqlFailures.connection(e);
        }
    }

    static Optional<AppLogin> markable(Connection owner, AppId app) throws SQLException {
        Optional<AppLogin> login = AppLogins.find(owner, app);
        if (login.isPresent() && !WriteMarks.exists(owner, login.get())) {
            AppRoles.lock(owner);
            WriteMarks.ensure(owner, login.get());
        }
        return login;
    }

    /**
     * Lets no change of these attempts of an app's runs commit any more, and tells what was committed of them. An attempt that is just
     * changing something, here or on a server that stands still, is not ended: its transaction ends by itself in a while.
     */
    public List<EndedAttempt> endAttempts(AppId app, List<WriteMark.Attempt> attempts) {
        return asOwner(owner -> {
            Optional<AppLogin> login = markable(owner, app);
            return login.isPresent()
                    ? WriteMarks.end(owner, login.get(), attempts)
                    : attempts.stream()
                            .map(attempt -> new EndedAttempt(attempt, Optional.of(List.of())))
                            .toList();
        });
    }

    /** Deletes the marks that nobody will ask for any more; gives how many. To be called by a timer, on one server. */
    public int sweepMarks(Instant now) {
        int deleted = 0;
        for (AppLogin login : asOwner(AppLogins::all)) {
            // An app may have been removed since, and a schema from before may have no marks yet.
            deleted += asOwner(owner -> AppCopyRows.noneBegun(owner, login.app()) && WriteMarks.exists(owner, login)
                    ? WriteMarks.sweep(owner, login, now, limits.durationOf(Limit.APPDB_MARKS_REST_SECONDS))
                    : 0);
        }
        return deleted;
    }

    /** The apps whose schema was made before then; one that is not installed (any more) is to be dropped. */
    public List<AppId> madeBefore(Instant time) {
        return asOwner(owner -> AppLogins.madeBefore(owner, time));
    }

    /** The apps that have a schema here. */
    public List<AppId> list() {
        return asOwner(AppLogins::all).stream().map(AppLogin::app).toList();
    }

    /**
     * At start: every app's role, password, grants, schema and ownership as they should be, also on a database that was restored
     * without its roles. Does nothing where the platform may not make roles.
     */
    public void reconcile() {
        Optional<String> missing = missingRight();
        if (missing.isPresent()) {
            LOG.log(Level.WARNING, "Apps cannot have databases: {0}", missing.get());
            return;
        }
        asOwner(owner -> {
            AppRoles.lock(owner);
            AppRoles.closeToPublic(owner);
            List<AppLogin> logins = AppLogins.all(owner);
            for (AppLogin login : logins) {
                AppRoles.ensure(
                        owner, login, password(login).value(), limits.intOf(Limit.APPDB_ROLE_CONNECTIONS_COUNT));
                AppOwnership.giveBack(owner, login);
                for (AppCopy copy : AppCopyRows.of(owner, login.app())) {
                    AppOwnership.giveBackCopy(owner, login.in(copy.schema()));
                }
            }
            AppRoles.strays(owner)
                    .forEach(schema -> LOG.log(
                            Level.WARNING,
                            "Schema {0} belongs to no app that this server knows; look at it and drop it",
                            schema));
            return logins;
        });
    }

    private PGSimpleDataSource driver(AppId app) {
        return driver(asOwner(owner -> AppLogins.find(owner, app)).orElseThrow(() -> noDatabase(app)));
    }

    static Refusal noDatabase(AppId app) {
        return new Refusal(RefusalCode.NOT_FOUND, "App " + app + " has no database");
    }

    /** Connections of the app's role to the login's schema. */
    PGSimpleDataSource driver(AppLogin login) {
        PGSimpleDataSource driver = owner.driver();
        driver.setUser(login.role());
        driver.setPassword(password(login).value());
        driver.setCurrentSchema(login.schema());
        PostgreSql.prepare(driver, limits);
        return driver;
    }

    private Secret password(AppLogin login) {
        return sealer.open(AppLogin.context(login.app()), login.password());
    }

    private <T> T asOwner(PlatformOwner.Work<T> work) {
        return owner.call(work);
    }

    @PreDestroy
    public void close() {
        connections.close();
    }
}
