package ai.ekaya.sql;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Small connection pools, one a login, made when first used and gone when unused. Each tenant has its share of pools and of borrowers,
 * so that one cannot take all. When there are too many, the one that was used longest ago and is idle is closed. The one lock is
 * never held while something is opened, closed or waited for. Thread-safe.
 *
 * @param <K> what a pool belongs to
 */
public final class Pools<K> implements AutoCloseable {
    private final Shares<K> shares;
    private final Limits limits;
    private final Clock clock;
    private final Duration unusedMost;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    // In order of last use.
    private final Map<K, Pool> pools = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * How many, and how many for one tenant.
     *
     * @param borrowersPerTenant who has a connection or waits for one
     */
    public record Shares<K>(
            int pools, int poolsPerTenant, int connections, int borrowersPerTenant, Function<K, Object> tenant) {}

    /** Rolls back what was not committed and makes the session like a new one, for the next user. */
    public interface Cleaning {
        void clean(Connection connection) throws SQLException;
    }

    public Pools(Shares<K> shares, Limits limits, Clock clock) {
        this.shares = shares;
        this.limits = limits;
        this.clock = clock;
        this.unusedMost = limits.durationOf(Limit.SQL_POOL_UNUSED_MILLIS);
    }

    /**
     * A connection with auto-commit off; give it back by {@link Lease#close}.
     *
     * @param login asked once, by the first who connects
     */
    public Lease borrow(K key, Cleaning cleaning, Supplier<DataSource> login) {
        return borrow(key, cleaning, login, new Cancellation());
    }

    /** As the other, for a run, which stops waiting when it is cancelled. */
    public Lease borrow(K key, Cleaning cleaning, Supplier<DataSource> login, Cancellation cancellation) {
        List<Pool> dropped = new ArrayList<>();
        Pool pool;
        try {
            synchronized (pools) {
                pool = require(key, cleaning, login, dropped);
                pool.leases++;
            }
        } finally {
            dropped.forEach(old -> old.connections.close());
        }
        try {
            return new Lease(pool, pool.connections.take(cancellation));
        } catch (SQLException e) {
            release(pool);
            throw SqlFailures.connection(e);
        } catch (RuntimeException e) {
            release(pool);
            throw e;
        }
    }

    private Pool require(K key, Cleaning cleaning, Supplier<DataSource> login, List<Pool> dropped) {
        Object tenant = shares.tenant.apply(key);
        int borrowers = pools.values().stream()
                .filter(pool -> pool.tenant.equals(tenant))
                .mapToInt(pool -> pool.leases)
                .sum();
        if (borrowers >= shares.borrowersPerTenant) {
            throw new Refusal(
                    RefusalCode.UNAVAILABLE, "The project uses or waits for " + borrowers + " connections already");
        }
        Pool known = pools.get(key);
        if (known != null) {
            return known;
        }
        makeRoom(shares.poolsPerTenant, "of this project ", pool -> pool.tenant.equals(tenant), dropped);
        makeRoom(shares.pools, "", pool -> true, dropped);
        Pool made = new Pool(new ConnectionPool(login, shares.connections, limits, clock), cleaning, tenant);
        pools.put(key, made);
        return made;
    }

    private void makeRoom(int most, String whose, Predicate<Pool> counted, List<Pool> dropped) {
        long count = pools.values().stream().filter(counted).count();
        Iterator<Pool> oldestFirst = pools.values().iterator();
        while (count >= most && oldestFirst.hasNext()) {
            Pool pool = oldestFirst.next();
            if (pool.leases == 0 && counted.test(pool)) {
                oldestFirst.remove();
                dropped.add(pool);
                count--;
            }
        }
        if (count >= most) {
            throw new Refusal(RefusalCode.UNAVAILABLE, "All " + most + " connection pools " + whose + "are in use");
        }
    }

    /** Closes the key's pool with its connections, also those in use: its login changed or is gone. */
    public void close(K key) {
        Optional<Pool> pool;
        synchronized (pools) {
            pool = Optional.ofNullable(pools.remove(key));
        }
        pool.ifPresent(found -> found.connections.close());
    }

    public int size() {
        synchronized (pools) {
            return pools.size();
        }
    }

    /** How many connections are open, for all keys. */
    int open() {
        synchronized (pools) {
            return pools.values().stream()
                    .mapToInt(pool -> pool.connections.open())
                    .sum();
        }
    }

    @Override
    public void close() {
        List<Pool> all;
        synchronized (pools) {
            all = List.copyOf(pools.values());
            pools.clear();
        }
        all.forEach(pool -> pool.connections.close());
    }

    private void release(Pool pool) {
        synchronized (pools) {
            pool.leases--;
            pool.lastUse = clock.instant();
        }
        sweepLater();
    }

    /** Closes connections that are idle and forgets pools that are unused; whether there is something to close later. */
    boolean sweep() {
        List<Pool> unused = new ArrayList<>();
        List<Pool> kept;
        synchronized (pools) {
            Instant before = clock.instant().minus(unusedMost);
            pools.values().removeIf(pool -> pool.isUnusedSince(before) && unused.add(pool));
            kept = List.copyOf(pools.values());
        }
        unused.forEach(pool -> pool.connections.close());
        kept.forEach(pool -> pool.connections.closeIdle());
        return !kept.isEmpty();
    }

    /** By the JDK's one timer thread, which holds up no shutdown. */
    private void sweepLater() {
        if (sweeping.compareAndSet(false, true)) {
            long millis = limits.of(Limit.SQL_POOL_IDLE_MILLIS);
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
                sweeping.set(false);
                if (sweep()) {
                    sweepLater();
                }
            });
        }
    }

    private final class Pool {
        private final ConnectionPool connections;
        private final Cleaning cleaning;
        private final Object tenant;
        private int leases;
        private Instant lastUse = clock.instant();

        Pool(ConnectionPool connections, Cleaning cleaning, Object tenant) {
            this.connections = connections;
            this.cleaning = cleaning;
            this.tenant = tenant;
        }

        boolean isUnusedSince(Instant time) {
            return leases == 0 && !lastUse.isAfter(time);
        }
    }

    /** A borrowed connection. What was not committed is rolled back, and nothing set in the session outlives it. */
    public final class Lease implements AutoCloseable {
        private final Pool pool;
        private final ConnectionPool.Held held;

        private Lease(Pool pool, ConnectionPool.Held held) {
            this.pool = pool;
            this.held = held;
        }

        public Connection connection() {
            return held.connection;
        }

        @Override
        public void close() {
            boolean sound = false;
            try {
                pool.cleaning.clean(held.connection);
                sound = true;
            } catch (SQLException e) {
                // The connection broke or is closed: it ends here.
            } finally {
                pool.connections.giveBack(held, sound);
                release(pool);
            }
        }
    }
}
