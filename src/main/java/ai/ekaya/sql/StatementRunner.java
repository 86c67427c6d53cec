package ai.ekaya.sql;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends a checked statement within its caps and its time, stoppable at any moment. Thread-safe. */
@Singleton
public final class StatementRunner {
    private static final Logger LOG = Logger.getLogger(StatementRunner.class.getName());

    private final Limits limits;

    @Inject
    public StatementRunner(Limits limits) {
        this.limits = limits;
    }

    /** Runs the statement in the connection's open transaction; committing is the caller's. */
    public QueryResult run(
            DatabaseKind kind,
            Connection connection,
            CheckedStatement checked,
            List<JsonNode> params,
            Cancellation cancellation)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(checked.sql())) {
            SqlParameters.bind(kind, statement, checked, params, limits.intOf(Limit.SQL_PARAMETERS_COUNT));
            // One more than the cap shows that there are more. The driver sends it along, so that the server stops
            // there.
            statement.setMaxRows(limits.intOf(Limit.SQL_ROWS_COUNT) + 1);
            // The driver holds as many rows at a time, so that wide ones are cut at the cap of bytes.
            statement.setFetchSize(limits.intOf(Limit.SQL_FETCH_ROWS_COUNT));
            // The driver's timer asks the server to cancel; statement_timeout could be reset by a guest, this cannot.
            statement.setQueryTimeout((int) Math.max(1, statementTime().toSeconds()));
            try (Cancellation.Registration registration = cancellation.onCancelUntilEnded(() -> cancel(statement))) {
                if (cancellation.cancelled()) {
                    throw stopped();
                }
                return execute(kind, statement);
            }
        } catch (SQLException e) {
            SqlFailures.endIfBroken(connection, e);
            throw cancellation.cancelled() ? stopped() : SqlFailures.refusal(e, checked, statementTime());
        }
    }

    private QueryResult execute(DatabaseKind kind, PreparedStatement statement) throws SQLException {
        if (!statement.execute()) {
            return SqlRows.changed(statement.getLargeUpdateCount());
        }
        try (ResultSet rows = statement.getResultSet()) {
            QueryResult result = SqlRows.read(kind, rows, limits);
            if (result.truncated()) {
                kind.leave(statement);
            }
            return result;
        }
    }

    private Duration statementTime() {
        return limits.durationOf(Limit.SQL_STATEMENT_MILLIS);
    }

    private static Refusal stopped() {
        return new Refusal(RefusalCode.TIMEOUT, "The run was stopped while the statement ran");
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "Could not cancel a statement; it ends at its own time-out", e);
        }
    }
}
