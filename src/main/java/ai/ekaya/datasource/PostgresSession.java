package ai.ekaya.datasource;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.PostgreSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A session of a PostgreSQL datasource, from its opening through its transactions to what is done for its next user. One that is
 * ours alone has its settings once, and keeps the plans of statements that come again; a read then costs two round trips. Behind a
 * pooler each transaction may have another session: there all is sent each time, and nothing is kept.
 */
final class PostgresSession {
    private static final int SERVER_MARGIN_MILLIS = 2_000;
    /** The driver's own default. */
    private static final int PREPARED_FROM_COUNT = 5;

    private static final String READING = "ISOLATION LEVEL REPEATABLE READ READ ONLY";
    private static final String WRITING = "ISOLATION LEVEL READ COMMITTED READ WRITE";

    /**
     * SECURITY: the end of a transaction that could not write takes with it settings, role, cursors, LISTENs and temporary tables;
     * {@code nextval} was refused in it. What stays are advisory locks, and statements that a function of the database prepared:
     * those are told by the query. (A function made to replace the driver's own statements could hide them: who may make functions
     * may change what is read as well.) PostgresSessionIT guards it.
     */
    private static final String END = "ROLLBACK; SELECT pg_catalog.pg_advisory_unlock_all(),"
            + " EXISTS (SELECT FROM pg_catalog.pg_prepared_statement() WHERE from_sql)";

    private final Limits limits;

    PostgresSession(Limits limits) {
        this.limits = limits;
    }

    /** What a driver needs for sessions of its own. */
    static void prepare(PGSimpleDataSource driver, Limits limits) {
        driver.setPrepareThreshold(PREPARED_FROM_COUNT);
        driver.setPreparedStatementCacheQueries(limits.intOf(Limit.DATASOURCE_PREPARED_COUNT));
        // A read-only connection begins each transaction as one.
        driver.setReadOnlyMode("transaction");
    }

    void open(Connection connection) throws SQLException {
        if (isAlone(connection)) {
            set(connection);
        } else {
            connection.unwrap(PGConnection.class).setPrepareThreshold(0);
        }
    }

    /** A pooler gives a number of its own for a server's process. */
    private static boolean isAlone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            return rows.next()
                    && rows.getInt(1) == connection.unwrap(PGConnection.class).getBackendPID();
        }
    }

    private static boolean keepsPlans(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getPrepareThreshold() > 0;
    }

    /** Outside of a transaction, so that no rollback takes them back. */
    private void set(Connection connection) throws SQLException {
        execute(
                connection,
                "SET SESSION CHARACTERISTICS AS TRANSACTION " + READING + "; " + settings("SET ")
                        + "; SET application_name = '" + PostgreSql.APPLICATION + "'");
    }

    private String settings(String set) {
        long millis = limits.of(Limit.SQL_STATEMENT_MILLIS) + SERVER_MARGIN_MILLIS;
        return PostgreSql.settings(set) + "; " + set + "statement_timeout = " + millis;
    }

    void beginReading(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        if (!keepsPlans(connection)) {
            begin(connection, READING);
        }
    }

    void beginWriting(Connection connection) throws SQLException {
        connection.setReadOnly(false);
        begin(connection, WRITING);
    }

    /** In one message to the server. */
    private void begin(Connection connection, String mode) throws SQLException {
        execute(connection, "SET TRANSACTION " + mode + "; " + settings("SET LOCAL "));
    }

    void clean(Connection connection) throws SQLException {
        boolean own = keepsPlans(connection);
        if (own && connection.isReadOnly() && leavesNothing(connection)) {
            return;
        }
        PostgreSql.discard(connection);
        if (own) {
            set(connection);
        }
    }

    private static boolean leavesNothing(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.execute();
            statement.getMoreResults();
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() && !rows.getBoolean(2);
            }
        } catch (IllegalStateException e) {
            throw new SQLException("The session answers with another statement than was sent", e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A table was changed since the plan was made, or a function of the database ended it. The driver forgets all plans by this. */
    static boolean isStale(SQLException failure) {
        return "26000".equals(failure.getSQLState())
                || "0A000".equals(failure.getSQLState())
                        && failure instanceof PSQLException postgres
                        && postgres.getServerErrorMessage() instanceof ServerErrorMessage message
                        && String.valueOf(message.getRoutine()).startsWith("RevalidateCached");
    }
}
