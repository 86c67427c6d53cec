package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlFailures;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs our own statements on a datasource, all of them together within the time of one statement of an app or less, until the run that asked
 * is stopped. Not thread-safe.
 */
final class CatalogReader {
    private static final Logger LOG = Logger.getLogger(CatalogReader.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final Cancellation cancellation;
    private final long timeMillis;
    private final long endNanos;

    CatalogReader(Connection connection, Limits limits, Cancellation cancellation) {
        this(connection, limits.of(Limit.SQL_STATEMENT_MILLIS), cancellation);
    }

    CatalogReader(Connection connection, long timeMillis, Cancellation cancellation) {
        this.connection = connection;
        this.cancellation = cancellation;
        this.timeMillis = timeMillis;
        this.endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeMillis);
    }

    /** Gives a statement its parameters. */
    interface Binder {
        void bind(PreparedStatement query) throws SQLException;
    }

    /** Takes one row. */
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    Connection connection() {
        return connection;
    }

    void each(String sql, Binder binder, Row row) throws SQLException {
        long leftNanos = endNanos - System.nanoTime();
        if (leftNanos <= 0) {
            throw new Refusal(
                    RefusalCode.TIMEOUT,
                    "Reading took more than " + timeMillis / 1_000
                            + " s; ask for fewer tables, columns or rows at a time");
        }
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            binder.bind(query);
            query.setQueryTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(leftNanos)));
            try (Cancellation.Registration registration = cancellation.onCancelUntilEnded(() -> cancel(query));
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    row.read(rows);
                }
            }
        } catch (SQLException e) {
            SqlFailures.endIfBroken(connection, e);
            throw e;
        }
    }

    /** A column of JSON that the server itself wrote. */
    static JsonNode json(ResultSet row, int column) throws SQLException {
        try {
            return JSON.readTree(row.getString(column));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database's own JSON cannot be read", e);
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "Could not cancel reading a catalog; it ends at its own time-out", e);
        }
    }
}
