package ai.ekaya.sql;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL: values go and come as text. A parameter has no declared type, and the server takes the type from where it stands:
 * {@code "2026-01-31"} is a date beside a date column.
 */
public final class PostgreSql implements DatabaseKind {
    /**
     * The settings that reading values relies on, of one transaction. The guest cannot change them in between: it sends one
     * statement, and that is no SET.
     */
    public static final String SESSION = settings("SET LOCAL ");

    /** What administrators of a database see of us. */
    public static final String APPLICATION = "ekaya-apps";

    private static final int DRIVER_BUFFER_FACTOR = 4;

    PostgreSql() {}

    /** As {@link #SESSION}, with {@code SET} of a session or of a transaction. */
    public static String settings(String set) {
        return String.join(
                "; ",
                set + "standard_conforming_strings = on",
                set + "timezone = 'UTC'",
                set + "datestyle = 'ISO'",
                set + "intervalstyle = 'iso_8601'",
                set + "bytea_output = 'hex'");
    }

    /**
     * Sets what every connection for guests has: values as text, no statement kept on the server (one that was is lost at
     * {@code DISCARD ALL}), and a bound on what one answer may take of our memory.
     */
    public static void prepare(PGSimpleDataSource driver, Limits limits) {
        driver.setStringType("unspecified");
        driver.setBinaryTransfer(false);
        driver.setPrepareThreshold(0);
        driver.setMaxResultBuffer(String.valueOf(limits.of(Limit.SQL_RESULT_BYTES) * DRIVER_BUFFER_FACTOR));
        // After the first rows, as many at a time as fit the buffer.
        driver.setAdaptiveFetch(true);
        driver.setConnectTimeout(
                (int) limits.durationOf(Limit.DATASOURCE_CONNECT_MILLIS).toSeconds());
        driver.setLoginTimeout(
                (int) limits.durationOf(Limit.DATASOURCE_CONNECT_MILLIS).toSeconds());
        // Behind the statement's own time-out, for a network that goes silent.
        driver.setSocketTimeout(
                (int) limits.durationOf(Limit.SQL_STATEMENT_MILLIS).toSeconds() + 15);
        driver.setTcpKeepAlive(true);
        driver.setApplicationName(APPLICATION);
    }

    @Override
    public void bind(PreparedStatement statement, int place, JsonNode value) throws SQLException {
        if (value.isNull() || value.isMissingNode()) {
            statement.setNull(place, Types.NULL);
        } else {
            // The connection is opened with stringtype=unspecified.
            statement.setString(place, SqlParameters.text(value));
        }
    }

    /** {@code int4[]} for {@code _int4}, unless somebody called a type or table so; {@code int8} for {@code bigserial}. */
    @Override
    public String type(ResultSetMetaData columns, int column) throws SQLException {
        String driverName = columns.getColumnTypeName(column);
        if (driverName.startsWith("_") && columns.getColumnType(column) == Types.ARRAY) {
            return driverName.substring(1) + "[]";
        }
        return switch (driverName) {
            case "bigserial" -> "int8";
            case "serial" -> "int4";
            case "smallserial" -> "int2";
            default -> driverName;
        };
    }

    /** The driver has asked for it already: by it it knows which types are serial. */
    @Override
    public ColumnOrigin origin(ResultSetMetaData columns, int column) throws SQLException {
        PGResultSetMetaData told = columns.unwrap(PGResultSetMetaData.class);
        return new ColumnOrigin(
                told.getBaseSchemaName(column), told.getBaseTableName(column), told.getBaseColumnName(column));
    }

    @Override
    public JsonNode value(ResultSet rows, int column, String type) throws SQLException {
        return PostgresValues.json(type, rows.getString(column));
    }

    /** Nothing to do: the server was told how many rows are wanted, and stopped by itself. */
    @Override
    public void leave(Statement statement) {}

    /** Ends the transaction and makes the session like a new one; leaves auto-commit on. */
    public static void discard(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        // SECURITY: settings, temporary tables, advisory locks, LISTENs, prepared statements; AppDatabasesIT guards it.
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
        }
    }
}
