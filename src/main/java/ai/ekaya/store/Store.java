package ai.ekaya.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The platform's database, opened once at start. Two logins: the owner of {@code DATABASE_URL} migrates and makes the schemas
 * and roles of apps; everything else runs as a login that owns nothing, through one of three doors: on no project's rows
 * ({@link #inTransaction}), on one's ({@link #inProject}), or across them ({@link #acrossProjects}). Thread-safe.
 */
public final class Store implements AutoCloseable {
    private final HikariDataSource runtime;
    private final HikariDataSource owner;
    private final AcrossRole across;
    private final EntityManagerFactory factory;
    private final DataSource listening;

    private Store(
            HikariDataSource runtime,
            HikariDataSource owner,
            AcrossRole across,
            EntityManagerFactory factory,
            DataSource listening) {
        this.runtime = runtime;
        this.owner = owner;
        this.across = across;
        this.factory = factory;
        this.listening = listening;
    }

    /** Migrates the schema, makes or renews the runtime login, opens the pools. */
    public static Store open(DatabaseUrl url) {
        return open(url, Optional.empty());
    }

    /** @param given the runtime login, where the owner may not make it */
    public static Store open(DatabaseUrl url, Optional<RuntimeLogin> given) {
        HikariDataSource owner = pool("ekaya-owner", url, 3);
        try {
            RuntimeLogin login = RuntimeLogin.ensure(owner, url, given);
            Migrations.run(driver("ekaya-migrations", url), login);
            AcrossRole across = AcrossRole.of(login);
            across.requireRights(owner);
            HikariDataSource runtime = pool("ekaya-runtime", login.on(url), 16);
            Map<String, Object> properties = new HashMap<>();
            properties.put("jakarta.persistence.nonJtaDataSource", runtime);
            return new Store(
                    runtime,
                    owner,
                    across,
                    Persistence.createEntityManagerFactory("ekaya", properties),
                    driver("ekaya-signals", login.on(url)));
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    private static HikariDataSource pool(String name, DatabaseUrl url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        // By instance and not by name: a packed WAR's driver is not visible to DriverManager.
        config.setDataSource(driver(name, url));
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(10_000);
        return new HikariDataSource(config);
    }

    static PGSimpleDataSource driver(String name, DatabaseUrl url) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(url.jdbcUrl());
        driver.setUser(url.user());
        driver.setPassword(url.password());
        driver.setApplicationName(name);
        driver.setCurrentSchema("ekaya");
        return driver;
    }

    /**
     * Runs the work in one transaction, on tables that belong to no project; it sees no row of any. Committed when it returns,
     * rolled back when it throws. A transaction is never held over a run or over a call to another system.
     */
    public <T> T inTransaction(Function<Transaction, T> work) {
        return run(work, Transaction.Scope.NO_PROJECT, begun -> {});
    }

    /** As {@link #inTransaction}, for work that returns nothing. */
    public void transact(Consumer<Transaction> work) {
        inTransaction(returningNothing(work));
    }

    /** As {@link #inTransaction}, on this project's rows: the database shows it no others and takes no others. */
    public <T> T inProject(UUID project, Function<Transaction, T> work) {
        // The driver sends BEGIN along with it.
        return run(
                work,
                Transaction.Scope.ONE_PROJECT,
                begun -> begun.set("SELECT set_config('ekaya.project', ?, true)", project.toString()));
    }

    /** As {@link #inProject}, for work that returns nothing. */
    public void transactIn(UUID project, Consumer<Transaction> work) {
        inProject(project, returningNothing(work));
    }

    /**
     * As {@link #inTransaction}, for work that spans projects: who somebody is, what is due, what has ended. It may do the little
     * that the migrations grant to {@link AcrossRole}, and {@link Transaction#enter enters} a project as soon as it knows it.
     */
    public <T> T acrossProjects(Function<Transaction, T> work) {
        return run(
                work,
                Transaction.Scope.ACROSS_PROJECTS,
                begun -> begun.set("SELECT set_config('role', ?, true)", across.name()));
    }

    /** As {@link #acrossProjects}, for work that returns nothing. */
    public void transactAcross(Consumer<Transaction> work) {
        acrossProjects(returningNothing(work));
    }

    private <T> T run(Function<Transaction, T> work, Transaction.Scope scope, Consumer<Transaction> opening) {
        EntityManager entities = factory.createEntityManager();
        EntityTransaction transaction = entities.getTransaction();
        try {
            transaction.begin();
            Transaction begun = new Transaction(entities, scope);
            opening.accept(begun);
            T result = work.apply(begun);
            transaction.commit();
            begun.committed();
            return result;
        } catch (RuntimeException | Error failure) {
            rollBack(transaction, failure);
            throw failure;
        } finally {
            entities.close();
        }
    }

    /** Where the connection is gone this fails as well; who asked is to learn of the first failure. */
    private static void rollBack(EntityTransaction transaction, Throwable failure) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static Function<Transaction, @Nullable Void> returningNothing(Consumer<Transaction> work) {
        return transaction -> {
            work.accept(transaction);
            return null;
        };
    }

    /** Connections of the runtime login, for libraries that bring their own SQL. */
    public DataSource runtime() {
        return runtime;
    }

    /** A connection that is nobody else's, for {@link Signals}. */
    Connection listening() throws SQLException {
        return listening.getConnection();
    }

    /** Connections of the owner: for {@code appdb}, which makes roles and schemas, and for nobody else. */
    public DataSource owner() {
        return owner;
    }

    @Override
    public void close() {
        factory.close();
        runtime.close();
        owner.close();
    }
}
