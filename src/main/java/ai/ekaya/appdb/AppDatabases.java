package ai.ekaya.appdb;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.secrets.Sealer;
import ai.ekaya.secrets.Secret;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.DatabaseKind;
import ai.ekaya.sql.Pools;
import ai.ekaya.sql.PostgreSql;
import ai.ekaya.sql.QueryResult;
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
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An app's own schema and login role. A login, and not a role that a shared login switches to: a guest can undo a switch, not a
 * login. Thread-safe.
 */
@Singleton
public final class AppDatabases {
    private final Store store;
    private final Sealer sealer;
    private final SqlGuard guard;
    private final StatementRunner runner;
    private final Limits limits;
    private final Pools<AppId> pools;

    @Inject
    public AppDatabases(Store store, Sealer sealer, SqlGuard guard, StatementRunner runner, Limits limits) {
        this.store = store;
        this.sealer = sealer;
        this.guard = guard;
        this.runner = runner;
        this.limits = limits;
        this.pools = new Pools<>(
                "ekaya-app",
                limits.intOf(Limit.APPDB_POOLS_COUNT),
                limits.intOf(Limit.APPDB_POOL_CONNECTIONS_COUNT),
                limits.of(Limit.DATASOURCE_CONNECT_MILLIS));
    }

    /**
     * Makes role and schema and runs the migrations, all or nothing; running it again with more migrations runs only those.
     *
     * @throws ai.ekaya.limits.Refusal {@code BAD_ARGUMENT} naming the script and the statement that is not accepted or failed
     */
    public void create(UUID project, AppId app, List<AppMigration> migrations) {
        Map<AppMigration, List<CheckedStatement>> checked = new LinkedHashMap<>();
        migrations.stream()
                .sorted(Comparator.comparingInt(AppMigration::number))
                .forEach(migration -> checked.put(migration, check(migration)));
        boolean fresh = asOwner(owner -> AppLogins.find(owner, app)).isEmpty();
        if (fresh) {
            asOwner(owner -> make(owner, project, app));
        }
        try {
            migrate(app, checked);
        } catch (RuntimeException e) {
            if (fresh) {
                drop(app);
            }
            throw e;
        }
    }

    private List<CheckedStatement> check(AppMigration migration) {
        try {
            return guard.migration(migration.sql());
        } catch (Refusal e) {
            throw inMigration(migration, e);
        }
    }

    private static Refusal inMigration(AppMigration migration, Refusal refusal) {
        RefusalCode code = refusal.code().retryable() ? refusal.code() : RefusalCode.BAD_ARGUMENT;
        return new Refusal(code, migration.file() + ", " + refusal.reason(), refusal);
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

    private void migrate(AppId app, Map<AppMigration, List<CheckedStatement>> migrations) {
        long deadline = System.nanoTime()
                + limits.durationOf(Limit.APPDB_MIGRATION_MILLIS).toNanos();
        try (Pools<AppId>.Lease lease = pools.borrow(app, DatabaseKind.POSTGRESQL, () -> driver(app))) {
            Connection connection = begin(lease);
            Map<Integer, String> applied = AppliedMigrations.read(connection);
            for (Map.Entry<AppMigration, List<CheckedStatement>> migration : migrations.entrySet()) {
                if (!AppliedMigrations.contains(applied, migration.getKey())) {
                    apply(connection, migration.getKey(), migration.getValue(), deadline);
                    AppliedMigrations.record(connection, migration.getKey());
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw SqlFailures.connection(e);
        }
    }

    private void apply(Connection connection, AppMigration migration, List<CheckedStatement> statements, long deadline)
            throws SQLException {
        for (int i = 0; i < statements.size(); i++) {
            try {
                if (System.nanoTime() > deadline) {
                    throw new Refusal(
                            RefusalCode.LIMIT,
                            "all migrations took longer than "
                                    + Quantity.ofDuration(limits.durationOf(Limit.APPDB_MIGRATION_MILLIS)));
                }
                runner.run(DatabaseKind.POSTGRESQL, connection, statements.get(i), List.of(), new Cancellation());
            } catch (Refusal e) {
                String place =
                        "statement " + (i + 1) + " in line " + statements.get(i).line() + ": ";
                throw inMigration(migration, new Refusal(e.code(), place + e.reason(), e));
            }
        }
    }

    /** Drops schema, role and state; does nothing when there are none. */
    public void drop(AppId app) {
        pools.close(app);
        Optional<AppLogin> login = asOwner(owner -> AppLogins.find(owner, app));
        login.ifPresent(found -> {
            asOwner(owner -> {
                AppRoles.lock(owner);
                AppRoles.shut(owner, found);
                return found;
            });
            asOwner(owner -> {
                AppRoles.lock(owner);
                AppRoles.drop(owner, found);
                AppLogins.delete(owner, app);
                return found;
            });
        });
    }

    /** Runs one statement of the app in its own transaction, committed when it succeeds. */
    public QueryResult query(AppId app, String sql, List<JsonNode> params, Cancellation cancellation) {
        CheckedStatement checked = guard.appStatement(sql);
        try (Pools<AppId>.Lease lease = pools.borrow(app, DatabaseKind.POSTGRESQL, () -> driver(app))) {
            Connection connection = begin(lease);
            QueryResult result = runner.run(DatabaseKind.POSTGRESQL, connection, checked, params, cancellation);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw SqlFailures.connection(e);
        }
    }

    /** The apps that have a schema here; one that is not installed (any more) is to be dropped. */
    public List<AppId> list() {
        return asOwner(AppLogins::all).stream().map(AppLogin::app).toList();
    }

    /**
     * At start: every app's role, password, grants and schema as they should be, also on a database that was restored without its
     * roles.
     */
    public void reconcile() {
        asOwner(owner -> {
            AppRoles.lock(owner);
            AppRoles.closeToPublic(owner);
            List<AppLogin> logins = AppLogins.all(owner);
            for (AppLogin login : logins) {
                AppRoles.ensure(
                        owner, login, password(login).value(), limits.intOf(Limit.APPDB_ROLE_CONNECTIONS_COUNT));
            }
            return logins;
        });
    }

    private static Connection begin(Pools<AppId>.Lease lease) throws SQLException {
        try (Statement statement = lease.connection().createStatement()) {
            statement.execute(PostgreSql.SESSION);
        }
        return lease.connection();
    }

    private PGSimpleDataSource driver(AppId app) {
        AppLogin login = asOwner(owner -> AppLogins.find(owner, app))
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "App " + app + " has no database"));
        try {
            PGSimpleDataSource driver = new PGSimpleDataSource();
            driver.setUrl(store.owner().unwrap(PGSimpleDataSource.class).getUrl());
            driver.setUser(login.role());
            driver.setPassword(password(login).value());
            driver.setCurrentSchema(login.schema());
            PostgreSql.prepare(driver, limits);
            return driver;
        } catch (SQLException e) {
            throw new IllegalStateException("The store's pool has no PostgreSQL driver", e);
        }
    }

    private Secret password(AppLogin login) {
        return sealer.open(AppLogin.context(login.app()), login.password());
    }

    /** Work of the owner login: a function that may throw SQLException. */
    private interface OwnerWork<T> {
        T apply(Connection owner) throws SQLException;
    }

    private <T> T asOwner(OwnerWork<T> work) {
        try (Connection owner = store.owner().getConnection()) {
            owner.setAutoCommit(false);
            try {
                T result = work.apply(owner);
                owner.commit();
                return result;
            } finally {
                owner.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not change the roles or schemas of apps", e);
        }
    }

    @PreDestroy
    public void close() {
        pools.close();
    }
}
