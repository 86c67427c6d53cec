package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.ApprovedStatement;
import ai.ekaya.sql.DatabaseKind;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.StatementRunner;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;

/** Makes one approved change in the connection's open transaction, or none at all. What is not committed its lease rolls back. */
final class ApprovedWrite {
    private final StatementRunner runner;
    private final DatabaseKind kind;
    private final Connection connection;
    private final ApprovedStatement statement;

    ApprovedWrite(StatementRunner runner, DatabaseKind kind, Connection connection, ApprovedStatement statement) {
        this.runner = runner;
        this.kind = kind;
        this.connection = connection;
        this.statement = statement;
    }

    QueryResult run(ApprovedCall call, Cancellation cancellation) throws SQLException {
        QueryResult result = changed(call, cancellation);
        // With RETURNING the rows stand there, else their number.
        boolean returning = !result.json().has("changed");
        long rows =
                returning ? result.rowCount() : result.json().path("changed").asLong();
        if (result.truncated() || rows > call.rowsChangedMax()) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The query changed " + (result.truncated() ? "more than " : "") + rows + " rows, at most "
                            + call.rowsChangedMax() + " are approved; nothing was changed");
        }
        if (cancellation.cancelled()) {
            throw new Refusal(RefusalCode.TIMEOUT, "The run was stopped before the change was committed");
        }
        call.beforeCommit().accept(rows);
        connection.commit();
        ObjectNode json = result.json().put("changed", rows);
        return new QueryResult(json, result.rowCount(), false, result.origins());
    }

    private QueryResult changed(ApprovedCall call, Cancellation cancellation) throws SQLException {
        try {
            return runner.run(kind, connection, statement.checked(), call.inOrder(statement), cancellation);
        } catch (Refusal e) {
            if (e.code() != RefusalCode.NOT_PERMITTED) {
                throw e;
            }
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    e.reason() + statement.needs().map(ApprovedWrite::grant).orElse(""),
                    e);
        }
    }

    /** @param needs as {@code UPDATE ON orders} */
    static String grant(String needs) {
        return "; it needs GRANT " + needs + " TO the datasource's login, and SELECT on what it reads";
    }
}
