package ai.ekaya.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The platform's database, opened once at start. Two logins: the owner of {@code DATABASE_URL} migrates and makes the schemas
 * and roles of apps; everything else runs as a login that owns nothing. Thread-safe.
 */
public final class Store implements AutoCloseable {
    private final HikariDataSource runtime;
    private final HikariDataSource owner;
    private final EntityManagerFactory factory;

    private Store(HikariDataSource runtime, HikariDataSource owner, EntityManagerFactory factory) {
        this.runtime = runtime;
        this.owner = owner;
        this.factory = factory;
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
            Migrations.run(owner, login.user());
            HikariDataSource runtime = pool("ekaya-runtime", login.on(url), 16);
            Map<String, Object> properties = new HashMap<>();
            properties.put("jakarta.persistence.nonJtaDataSource", runtime);
            return new Store(runtime, owner, Persistence.createEntityManagerFactory("ekaya", properties));
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    private static HikariDataSource pool(String name, DatabaseUrl url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        // By instance and not by name: a packed WAR's driver is not visible to DriverManager.
        org.postgresql.ds.PGSimpleDataSource driver = new org.postgresql.ds.PGSimpleDataSource();
        driver.setUrl(url.jdbcUrl());
        driver.setUser(url.user());
        driver.setPassword(url.password());
        driver.setApplicationName(name);
        driver.setCurrentSchema("ekaya");
        config.setDataSource(driver);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(10_000);
        return new HikariDataSource(config);
    }

    /**
     * Runs the work in one transaction: committed when it returns, rolled back when it throws. A transaction is never held over
     * a run or over a call to another system.
     */
    public <T> T inTransaction(Function<Transaction, T> work) {
        EntityManager entities = factory.createEntityManager();
        EntityTransaction transaction = entities.getTransaction();
        try {
            transaction.begin();
            T result = work.apply(new Transaction(entities));
            transaction.commit();
            return result;
        } finally {
            if (transaction.isActive()) {
                transaction.rollback();
            }
            entities.close();
        }
    }

    /** As {@link #inTransaction}, for work that returns nothing. */
    public void transact(Consumer<Transaction> work) {
        inTransaction(transaction -> {
            work.accept(transaction);
            return null;
        });
    }

    /** Connections of the runtime login, for libraries that bring their own SQL. */
    public DataSource runtime() {
        return runtime;
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
