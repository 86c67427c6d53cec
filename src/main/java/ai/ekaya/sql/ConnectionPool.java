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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The connections of one login. Who borrows connects, on its own thread: so a failure is told at once and once, and nothing tries a
 * password again in the background. Thread-safe.
 */
final class ConnectionPool {
    private static final Logger LOG = Logger.getLogger(ConnectionPool.class.getName());
    private static final int VALID_SECONDS = 3;
    private static final Duration SURELY_VALID = Duration.ofSeconds(1);

    private final Supplier<DataSource> login;
    private final Places places;
    private final Circuit circuit;
    private final Clock clock;
    private final Duration wait;
    private final Duration idleMost;
    private final Duration lifeMost;
    // The one that was used last is on top, so that those below grow old.
    private final Deque<Held> idle = new ArrayDeque<>();
    private final Set<Held> used = new HashSet<>();
    private Optional<DataSource> driver = Optional.empty();
    private boolean closed;

    /** An open connection. */
    static final class Held {
        final Connection connection;
        private final Instant opened;
        private Instant givenBack;

        private Held(Connection connection, Instant now) {
            this.connection = connection;
            this.opened = now;
            this.givenBack = now;
        }
    }

    ConnectionPool(Supplier<DataSource> login, int connectionsMax, Limits limits, Clock clock) {
        this.login = login;
        this.places = new Places(connectionsMax);
        this.circuit = new Circuit(limits, clock);
        this.clock = clock;
        this.wait = limits.durationOf(Limit.DATASOURCE_CONNECT_MILLIS);
        this.idleMost = limits.durationOf(Limit.SQL_POOL_IDLE_MILLIS);
        this.lifeMost = limits.durationOf(Limit.SQL_POOL_LIFE_MILLIS);
    }

    /** With auto-commit off. */
    Held take(Cancellation cancellation) throws SQLException {
        acquire(cancellation);
        try {
            Optional<Held> idle = sound();
            Held held = idle.isPresent() ? idle.get() : new Held(connect(), clock.instant());
            ready(held);
            return held;
        } catch (SQLException | RuntimeException e) {
            places.giveBack();
            throw e;
        }
    }

    private void acquire(Cancellation cancellation) {
        if (places.take(wait, cancellation)) {
            return;
        }
        throw cancellation.cancelled()
                ? new Refusal(RefusalCode.TIMEOUT, "The run was stopped while it waited for a connection")
                : new Refusal(RefusalCode.UNAVAILABLE, "All connections of this database are in use");
    }

    /** An idle connection that still works; those that do not are closed. */
    private Optional<Held> sound() {
        while (true) {
            Optional<Held> found = pop();
            if (found.isEmpty() || works(found.get())) {
                return found;
            }
            end(found.get());
        }
    }

    private synchronized Optional<Held> pop() {
        return Optional.ofNullable(idle.pollFirst());
    }

    private boolean works(Held held) {
        Instant now = clock.instant();
        if (held.opened.plus(lifeMost).isBefore(now)) {
            return false;
        }
        try {
            return held.givenBack.plus(SURELY_VALID).isAfter(now) || held.connection.isValid(VALID_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        circuit.enter();
        try {
            Connection connection = driver().getConnection();
            circuit.succeeded();
            return connection;
        } catch (SQLException e) {
            circuit.failed(e);
            throw e;
        } catch (RuntimeException e) {
            circuit.abandoned();
            throw e;
        }
    }

    // Its own lock: opening a sealed password reads the database, and nobody but this login's users waits for that.
    private DataSource driver() {
        synchronized (places) {
            if (driver.isEmpty()) {
                driver = Optional.of(login.get());
            }
            return driver.get();
        }
    }

    private void ready(Held held) throws SQLException {
        synchronized (this) {
            if (!closed) {
                used.add(held);
            }
        }
        try {
            if (closed()) {
                throw new Refusal(
                        RefusalCode.UNAVAILABLE, "The login of this database was changed just now; try again");
            }
            held.connection.setAutoCommit(false);
        } catch (SQLException | RuntimeException e) {
            forget(held);
            end(held);
            throw e;
        }
    }

    private synchronized boolean closed() {
        return closed;
    }

    private synchronized void forget(Held held) {
        used.remove(held);
    }

    /** @param sound whether the next may have it */
    void giveBack(Held held, boolean sound) {
        boolean keep;
        synchronized (this) {
            used.remove(held);
            keep = sound && !closed;
            if (keep) {
                held.givenBack = clock.instant();
                idle.addFirst(held);
            }
        }
        if (!keep) {
            end(held);
        }
        places.giveBack();
    }

    /** Closes what nobody used for a while. */
    void closeIdle() {
        Instant before = clock.instant().minus(idleMost);
        List<Held> old = new ArrayList<>();
        synchronized (this) {
            idle.removeIf(held -> !held.givenBack.isAfter(before) && old.add(held));
        }
        old.forEach(ConnectionPool::end);
    }

    /** Also those in use. */
    void close() {
        List<Held> all;
        List<Held> inUse;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(idle);
            idle.clear();
            inUse = List.copyOf(used);
        }
        all.forEach(ConnectionPool::end);
        inUse.forEach(ConnectionPool::abort);
    }

    synchronized int open() {
        return idle.size() + used.size();
    }

    private static void end(Held held) {
        try {
            held.connection.close();
        } catch (SQLException e) {
            LOG.log(Level.FINE, "A connection did not end in order", e);
        }
    }

    /** Closing it would wait for the statement that another thread runs. */
    private static void abort(Held held) {
        try {
            held.connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.log(Level.FINE, "A connection did not end in order", e);
        }
    }
}
