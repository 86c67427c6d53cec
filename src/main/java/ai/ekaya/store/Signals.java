package ai.ekaya.store;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells the servers that share a database that something is there to be looked at, some milliseconds after it was said. Hints, and
 * no messages: they are sent beside all transactions, equal ones that are said together are heard once, and what is said while the
 * database is away is heard on this server only. Whoever listens looks by itself now and then as well. Thread-safe.
 *
 * <p>Not part of a transaction because PostgreSQL lets transactions that notify commit one after the other only.
 */
public final class Signals implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Signals.class.getName());
    private static final String CHANNEL = "ekaya_signals";

    /** What is said within this time is sent together. */
    private static final long GATHER_MILLIS = 5;

    /** How long one read waits; then the connection is tried, so that a dead one is found. */
    private static final int READ_MILLIS = 30_000;

    private static final long AGAIN_MILLIS = 1_000;

    private final Store store;
    private final int pendingMax;
    private final String self = UUID.randomUUID().toString();
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final List<Runnable> gapListeners = new CopyOnWriteArrayList<>();
    private final Set<Signal> pending = new LinkedHashSet<>();
    private Optional<Threads> threads = Optional.empty();
    private volatile Optional<Connection> listening = Optional.empty();
    private volatile boolean closed;
    private volatile boolean down;

    private record Threads(Executor executor, ScheduledExecutorService timer) {}

    private record Signal(String topic, String key) {
        /** Topics and servers have no blank, a key may have. */
        String from(String server) {
            return server + " " + topic + " " + key;
        }
    }

    /** What ends a listener. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    public Signals(Store store, Limits limits) {
        this.store = store;
        this.pendingMax = limits.intOf(Limit.STORE_SIGNALS_PENDING_COUNT);
    }

    /** To be called once, before anything is to be heard; one of the executor's threads waits for the other servers. */
    public void open(Executor executor, ScheduledExecutorService timer) {
        synchronized (pending) {
            threads = Optional.of(new Threads(executor, timer));
        }
        executor.execute(this::hear);
    }

    /**
     * Soon all who listen to the topic hear it, on every server, this one included.
     *
     * @param topic a word
     * @param key what it is about, at most some hundred bytes
     */
    public void tell(String topic, String key) {
        synchronized (pending) {
            if (threads.isEmpty() || closed) {
                return;
            }
            if (pending.size() >= pendingMax) {
                LOGGER.warning(() -> pendingMax + " signals wait to be sent, the most there may be; one about " + topic
                        + " is not sent");
                return;
            }
            pending.add(new Signal(topic, key));
            if (pending.size() == 1) {
                threads.get().timer().schedule(this::send, GATHER_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** @param listener called with the key, on a thread that others wait for: it only starts what is to be done */
    public Registration listen(String topic, Consumer<String> listener) {
        List<Consumer<String>> ofTopic = listeners.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>());
        ofTopic.add(listener);
        return () -> ofTopic.remove(listener);
    }

    /** @param listener called when signals of other servers may have been lost, and once at the start */
    public Registration listenGaps(Runnable listener) {
        gapListeners.add(listener);
        return () -> gapListeners.remove(listener);
    }

    private void send() {
        List<Signal> signals;
        synchronized (pending) {
            signals = new ArrayList<>(pending);
            pending.clear();
        }
        signals.forEach(this::deliver);
        if (closed) {
            return;
        }
        try (Connection connection = store.runtime().getConnection();
                PreparedStatement notify =
                        connection.prepareStatement("SELECT pg_notify(?, payload) FROM unnest(?) AS payload")) {
            notify.setString(1, CHANNEL);
            notify.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            signals.stream().map(signal -> signal.from(self)).toArray()));
            notify.execute();
        } catch (SQLException e) {
            LOGGER.log(Level.WARNING, "Could not tell other servers of " + signals.size() + " changes", e);
        }
    }

    private void deliver(Signal signal) {
        for (Consumer<String> listener : listeners.getOrDefault(signal.topic(), List.of())) {
            guarded(() -> listener.accept(signal.key()));
        }
    }

    private static void guarded(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException bug) {
            // One listener's failure must not keep the others from hearing.
            LOGGER.log(Level.SEVERE, "Who listens to signals failed", bug);
        }
    }

    /** The top of a thread. */
    private void hear() {
        try (Connection connection = store.listening()) {
            listening = Optional.of(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
            }
            down = false;
            gapListeners.forEach(Signals::guarded);
            while (!closed) {
                hear(connection);
            }
        } catch (SQLException | RuntimeException | Error e) {
            // The top of a thread: whatever it was, the others have to be heard again.
            if (!closed) {
                again(e);
            }
        } finally {
            listening = Optional.empty();
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(READ_MILLIS);
        if (heard == null || heard.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
            return;
        }
        for (PGNotification notification : heard) {
            String[] parts = notification.getParameter().split(" ", 3);
            // What this server said itself was delivered before it was sent.
            if (parts.length == 3 && !parts[0].equals(self)) {
                deliver(new Signal(parts[1], parts[2]));
            }
        }
    }

    private void again(Throwable why) {
        if (!down) {
            down = true;
            LOGGER.log(Level.WARNING, "This server does not hear the others until the database is back", why);
        }
        synchronized (pending) {
            threads.ifPresent(lent -> lent.timer()
                    .schedule(() -> lent.executor().execute(this::hear), AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    @Override
    public void close() {
        closed = true;
        listening.ifPresent(connection -> {
            try {
                connection.close();
            } catch (SQLException e) {
                LOGGER.log(Level.WARNING, "The connection that hears other servers did not close", e);
            }
        });
    }
}
