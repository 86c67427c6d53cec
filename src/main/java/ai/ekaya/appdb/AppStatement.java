package ai.ekaya.appdb;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.CheckedStatement;
import ai.ekaya.sql.DatabaseKind;
import ai.ekaya.sql.Effect;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.StatementRunner;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Runs one statement of an app in its own transaction, with the mark of a change, within what the app's tables may take. */
final class AppStatement {
    private static final String NO_TABLE = "42P01";
    private static final String READ_ONLY = "25006";

    private final AppConnections connections;
    private final StatementRunner runner;
    private final AppSpace space;
    private final Cancellation cancellation;

    AppStatement(AppConnections connections, StatementRunner runner, AppSpace space, Cancellation cancellation) {
        this.connections = connections;
        this.runner = runner;
        this.space = space;
        this.cancellation = cancellation;
    }

    /** The schema has no table of marks; nothing was committed. */
    static final class NoMarksTable extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NoMarksTable(SQLException cause) {
            super("The schema has no table of marks", cause);
        }
    }

    Cancellation cancellation() {
        return cancellation;
    }

    QueryResult run(Connection connection, CheckedStatement checked, List<JsonNode> params, WriteMarking marking)
            throws SQLException {
        Optional<WriteMark> mark = checked.effect() == Effect.WRITES ? marking.mark() : Optional.empty();
        QueryResult result = AppSpace.mayGrow(checked)
                ? growing(connection, checked, params, mark)
                : once(connection, checked, params, mark);
        if (mark.isPresent() && !marked(connection, mark.get())) {
            throw marking.ended();
        }
        connection.commit();
        return result;
    }

    private static boolean marked(Connection connection, WriteMark mark) throws SQLException {
        try {
            return WriteMarks.insert(connection, mark);
        } catch (SQLException e) {
            if (NO_TABLE.equals(e.getSQLState())) {
                throw new NoMarksTable(e);
            }
            throw e;
        }
    }

    private QueryResult once(
            Connection connection, CheckedStatement checked, List<JsonNode> params, Optional<WriteMark> mark)
            throws SQLException {
        if (checked.effect() == Effect.READS) {
            return reading(connection, checked, params);
        }
        begin(connection, mark);
        return runner.run(DatabaseKind.POSTGRESQL, connection, checked, params, cancellation);
    }

    private QueryResult reading(Connection connection, CheckedStatement checked, List<JsonNode> params)
            throws SQLException {
        connections.beginReading(connection);
        try {
            return runner.run(DatabaseKind.POSTGRESQL, connection, checked, params, cancellation);
        } catch (Refusal e) {
            if (e.getCause() instanceof SQLException failure && READ_ONLY.equals(failure.getSQLState())) {
                // Its own tables are the app's to change, but not by what looks like reading: nobody would mark it.
                throw new Refusal(
                                RefusalCode.NOT_PERMITTED,
                                "This SELECT may only read, and a view or function in it would change something; say"
                                        + " that as a statement of its own, such as INSERT, UPDATE or SELECT nextval(…)",
                                e)
                        .forbidden();
            }
            throw e;
        }
    }

    private void begin(Connection connection, Optional<WriteMark> mark) throws SQLException {
        if (mark.isPresent()) {
            connections.begin(connection, mark.get());
        } else {
            connections.begin(connection);
        }
    }

    private QueryResult growing(
            Connection connection, CheckedStatement checked, List<JsonNode> params, Optional<WriteMark> mark)
            throws SQLException {
        QueryResult result;
        try {
            result = once(connection, checked, params, mark);
        } catch (Refusal e) {
            reclaim(connection);
            throw e;
        }
        if (space.fits(space.measure(connection))) {
            return result;
        }
        // Once more in the room that deleted rows left, to see whether it grows.
        space.vacuum(connection, cancellation);
        begin(connection, mark);
        AppSpace.Taken before = space.measure(connection);
        result = runner.run(DatabaseKind.POSTGRESQL, connection, checked, params, cancellation);
        space.require(before, space.measure(connection), AppSpace.Reserve.of(checked));
        return result;
    }

    /** Pages that a failed statement filled stay in the files until a VACUUM. */
    private void reclaim(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        connection.rollback();
        connections.begin(connection);
        if (!space.fits(space.measure(connection))) {
            space.vacuum(connection, new Cancellation());
        }
    }
}
