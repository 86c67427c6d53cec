package ai.ekaya.sql;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Small connection pools, one a login, made when first used. When there are too many, the one that was used longest ago and is idle
 * is closed. Thread-safe.
 *
 * @param <K> what a pool belongs to
 */
public final class Pools<K> implements AutoCloseable {
    private static final long IDLE_MILLIS = 60_000;
    private static final long LIFE_MILLIS = 15 * 60_000L;

    private final String name;
    private final int poolsMax;
    private final int connectionsMax;
    private final long connectMillis;
    private final AtomicLong opened = new AtomicLong();
    // In order of last use.
    private final Map<K, Pool> pools = new LinkedHashMap<>(16, 0.75f, true);

    public Pools(String name, int poolsMax, int connectionsMax, long connectMillis) {
        this.name = name;
        this.poolsMax = poolsMax;
        this.connectionsMax = connectionsMax;
        this.connectMillis = connectMillis;
    }

    /** A connection with auto-commit off; give it back by {@link Lease#close}. */
    public Lease borrow(K key, DatabaseKind kind, Supplier<DataSource> login) {
        Pool pool;
        synchronized (pools) {
            pool = pools.get(key);
            if (pool == null) {
                makeRoom();
                pool = new Pool(open(login.get()), kind);
                pools.put(key, pool);
            }
            pool.leases++;
        }
        try {
            return new Lease(pool, pool.source.getConnection());
        } catch (SQLException e) {
            release(pool);
            throw failure(e);
        }
    }

    private static Refusal failure(SQLException failure) {
        // The pool wraps why the last attempt failed.
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return SqlFailures.connection(found);
            }
        }
        return new Refusal(RefusalCode.UNAVAILABLE, "All connections of this database are in use", failure);
    }

    private void makeRoom() {
        Iterator<Pool> oldestFirst = pools.values().iterator();
        while (pools.size() >= poolsMax && oldestFirst.hasNext()) {
            Pool pool = oldestFirst.next();
            if (pool.leases == 0) {
                oldestFirst.remove();
                pool.source.close();
            }
        }
        if (pools.size() >= poolsMax) {
            throw new Refusal(RefusalCode.UNAVAILABLE, "All " + poolsMax + " connection pools are in use");
        }
    }

    private HikariDataSource open(DataSource login) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name + "-" + opened.incrementAndGet());
        config.setDataSource(login);
        config.setAutoCommit(false);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(connectionsMax);
        config.setIdleTimeout(IDLE_MILLIS);
        config.setMaxLifetime(LIFE_MILLIS);
        config.setConnectionTimeout(connectMillis);
        config.setInitializationFailTimeout(-1);
        // Asked of the first connection otherwise; when that one breaks there, HikariCP would set level -1 on all
        // others.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setExceptionOverride(new QuietFailures());
        return new HikariDataSource(config);
    }

    /** Closes the key's pool with its connections, also those in use: its login changed or is gone. */
    public void close(K key) {
        Optional<Pool> pool;
        synchronized (pools) {
            pool = Optional.ofNullable(pools.remove(key));
        }
        pool.ifPresent(found -> found.source.close());
    }

    public int size() {
        synchronized (pools) {
            return pools.size();
        }
    }

    @Override
    public void close() {
        synchronized (pools) {
            pools.values().forEach(pool -> pool.source.close());
            pools.clear();
        }
    }

    private void release(Pool pool) {
        synchronized (pools) {
            pool.leases--;
        }
    }

    /**
     * What a guest's statement fails with must not fill our log: the pool would drop the connection with a warning, the driver's
     * text and a stack. A lease finds out by itself whether its connection still works, see {@link SqlFailures#endIfBroken}.
     */
    private static final class QuietFailures implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            return SQLExceptionOverride.Override.DO_NOT_EVICT;
        }
    }

    private static final class Pool {
        private final HikariDataSource source;
        private final DatabaseKind kind;
        private int leases;

        Pool(HikariDataSource source, DatabaseKind kind) {
            this.source = source;
            this.kind = kind;
        }
    }

    /** A borrowed connection. What was not committed is rolled back, and nothing set in the session outlives it. */
    public final class Lease implements AutoCloseable {
        private final Pool pool;
        private final Connection connection;

        private Lease(Pool pool, Connection connection) {
            this.pool = pool;
            this.connection = connection;
        }

        public Connection connection() {
            return connection;
        }

        @Override
        public void close() {
            try {
                connection.rollback();
                pool.kind.reset(connection);
            } catch (SQLException e) {
                pool.source.evictConnection(connection);
            } finally {
                giveBack();
            }
        }

        private void giveBack() {
            try {
                connection.close();
            } catch (SQLException e) {
                pool.source.evictConnection(connection);
            } finally {
                release(pool);
            }
        }
    }
}
