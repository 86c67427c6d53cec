package ai.ekaya.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What differs between kinds of databases once a statement is checked. One method is one difference. (What an error means is told
 * by the exception itself, see {@link SqlFailures}.)
 */
public sealed interface DatabaseKind permits PostgreSql, SqlServer {
    DatabaseKind POSTGRESQL = new PostgreSql();
    DatabaseKind SQL_SERVER = new SqlServer();

    /** Gives a statement one of its parameters; places count from 1. */
    void bind(PreparedStatement statement, int place, JsonNode value) throws SQLException;

    /** A column's type as guests see it; columns count from 1. */
    String type(ResultSetMetaData columns, int column) throws SQLException;

    /** Where a column's values come from; columns count from 1. */
    default ColumnOrigin origin(ResultSetMetaData columns, int column) throws SQLException {
        return ColumnOrigin.UNTOLD;
    }

    /** A value as JSON that loses nothing; columns count from 1. */
    JsonNode value(ResultSet rows, int column, String type) throws SQLException;

    /** Ends a statement of whose rows no more are wanted, so that the server stops as well. */
    void leave(Statement statement) throws SQLException;
}
