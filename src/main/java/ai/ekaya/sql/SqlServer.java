package ai.ekaya.sql;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Locale;

/**
 * SQL Server: parameters have the type of their JSON, values come in the driver's own types. A whole number is a bigint, another
 * number a decimal, a boolean a bit, a text an nvarchar that the server converts where it meets a date or a uniqueidentifier; an
 * array or object is JSON text, for {@code OPENJSON}.
 */
public final class SqlServer implements DatabaseKind {
    private static final int LONG_BITS = 63;
    private static final int DRIVER_BUFFER_FACTOR = 4;

    SqlServer() {}

    /** Sets what every connection for guests has, and a bound on what one answer may take of our memory. */
    public static void prepare(SQLServerDataSource driver, Limits limits) {
        int connectSeconds =
                (int) limits.durationOf(Limit.DATASOURCE_CONNECT_MILLIS).toSeconds();
        driver.setLoginTimeout(Math.max(1, connectSeconds));
        // Behind the statement's own time-out, for a network that goes silent.
        driver.setSocketTimeout((int) limits.of(Limit.SQL_STATEMENT_MILLIS) + 15_000);
        driver.setCancelQueryTimeout(5);
        // A broken connection is the pool's to replace, not the driver's.
        driver.setConnectRetryCount(0);
        driver.setApplicationName("ekaya-apps");
        driver.setApplicationIntent("ReadOnly");
        // Rows are read from the network as they are wanted.
        driver.setResponseBuffering("adaptive");
        driver.setSelectMethod("direct");
        driver.setMaxResultBuffer(String.valueOf(limits.of(Limit.SQL_RESULT_BYTES) * DRIVER_BUFFER_FACTOR));
        driver.setDisableStatementPooling(true);
        driver.setSendStringParametersAsUnicode(true);
        driver.setVectorTypeSupport("off");
    }

    @Override
    public void bind(PreparedStatement statement, int place, JsonNode value) throws SQLException {
        if (value.isNull() || value.isMissingNode()) {
            statement.setNull(place, Types.NVARCHAR);
        } else if (value.isBoolean()) {
            statement.setBoolean(place, value.booleanValue());
        } else if (value.isNumber()) {
            bind(statement, place, value.decimalValue());
        } else {
            statement.setNString(place, value.isContainerNode() ? value.toString() : value.asText());
        }
    }

    private static void bind(PreparedStatement statement, int place, BigDecimal number) throws SQLException {
        boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        if (whole
                && number.precision() - number.scale() < 20
                && number.toBigInteger().bitLength() <= LONG_BITS) {
            statement.setLong(place, number.longValueExact());
        } else {
            statement.setBigDecimal(place, number);
        }
    }

    /** {@code int} for {@code int identity}. */
    @Override
    public String type(ResultSetMetaData columns, int column) throws SQLException {
        String name = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        return name.endsWith(" identity") ? name.substring(0, name.length() - " identity".length()) : name;
    }

    @Override
    public JsonNode value(ResultSet rows, int column, String type) throws SQLException {
        return SqlServerValues.json(rows, column, type);
    }

    /** The driver reads rows as they come; without this it would read on to the last one when the result is closed. */
    @Override
    public void leave(Statement statement) throws SQLException {
        statement.cancel();
    }
}
