package ai.ekaya.appdb;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.Pools;
import ai.ekaya.sql.PostgreSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The open connections of apps to their schemas. Thread-safe. */
final class AppConnections implements AutoCloseable {
    /** After the driver's own time-out, which asks the server to cancel; should that not reach it. */
    private static final int SERVER_MARGIN_MILLIS = 2_000;

    private final Limits limits;
    private final Pools<AppId> pools;

    AppConnections(Limits limits, Clock clock) {
        this.limits = limits;
        int connections = limits.intOf(Limit.APPDB_POOL_CONNECTIONS_COUNT);
        int pools = limits.intOf(Limit.APPDB_POOLS_COUNT);
        // Each app is a tenant of its own: it has one pool.
        this.pools = new Pools<>(
                new Pools.Shares<>(pools, 1, connections, limits.intOf(Limit.APPDB_BORROWERS_COUNT), app -> app),
                limits,
                clock);
    }

    Pools<AppId>.Lease borrow(AppId app, Supplier<DataSource> login) {
        return pools.borrow(app, PostgreSql::discard, login);
    }

    Pools<AppId>.Lease borrow(AppId app, Supplier<DataSource> login, Cancellation cancellation) {
        return pools.borrow(app, PostgreSql::discard, login, cancellation);
    }

    /** Begins a transaction for one statement, or for all scripts. */
    void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(session());
        }
    }

    /** As {@link #begin}, for what only reads: PostgreSQL refuses what changes something all the same, as a view may hide it. */
    void beginReading(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY; " + session());
        }
    }

    /**
     * As {@link #begin}, for a change that is marked. Should this server stand still before the commit, the database ends the
     * transaction, so that others need not wait for it.
     */
    void begin(Connection connection, WriteMark mark) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(session() + "; SET LOCAL idle_in_transaction_session_timeout = "
                    + limits.of(Limit.APPDB_IDLE_MILLIS) + "; " + WriteMarks.lock(mark));
        }
    }

    /** SECURITY: set for each transaction; the guest cannot change it, as it sends one statement and that is no SET. */
    private String session() {
        return PostgreSql.SESSION + "; SET LOCAL statement_timeout = "
                + (limits.of(Limit.SQL_STATEMENT_MILLIS) + SERVER_MARGIN_MILLIS) + "; " + SwapLock.SHARED;
    }

    void close(AppId app) {
        pools.close(app);
    }

    @Override
    public void close() {
        pools.close();
    }
}
