package ai.ekaya.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.sqlserver.jdbc.Geography;
import com.microsoft.sqlserver.jdbc.Geometry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import microsoft.sql.DateTimeOffset;
import org.jspecify.annotations.Nullable;

/**
 * SQL Server's values as JSON that loses nothing:
 *
 * <ul>
 *   <li>bit, tinyint, smallint, int, real, float are JSON's own
 *   <li>bigint is a number where a double holds it exactly, else a string; decimal, numeric, money and smallmoney are always strings
 *   <li>date, time, datetime, smalldatetime, datetime2 and datetimeoffset (with its own offset) are ISO 8601
 *   <li>uniqueidentifier is in lower case, xml its text, json JSON with long numbers as strings
 *   <li>binary, varbinary, image, rowversion and hierarchyid are base64; geometry and geography are well-known text
 *   <li>sql_variant is as the type that is in it; everything else is text
 * </ul>
 */
final class SqlServerValues {
    private static final JsonNodeFactory JSON = ExactJson.JSON;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(TIME)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter OFFSET = new DateTimeFormatterBuilder()
            .append(MOMENT)
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT);

    private SqlServerValues() {}

    static JsonNode json(ResultSet rows, int column, String type) throws SQLException {
        @Nullable
        JsonNode value = switch (type) {
            case "bit" -> JSON.booleanNode(rows.getBoolean(column));
            case "tinyint", "smallint", "int", "bigint" -> ExactJson.whole(BigInteger.valueOf(rows.getLong(column)));
            case "real" -> real(rows.getFloat(column));
            case "float" -> JSON.numberNode(rows.getDouble(column));
            case "decimal", "numeric", "money", "smallmoney" -> plain(rows.getBigDecimal(column));
            case "date" -> text(rows.getObject(column, LocalDate.class));
            case "time" -> text(rows.getObject(column, LocalTime.class));
            case "datetime", "smalldatetime", "datetime2" -> text(rows.getObject(column, LocalDateTime.class));
            case "datetimeoffset" -> text(rows.getObject(column, OffsetDateTime.class));
            case "uniqueidentifier" -> lower(rows.getString(column));
            case "binary", "varbinary", "image", "timestamp", "rowversion", "udt", "hierarchyid" ->
                bytes(rows.getBytes(column));
            case "geometry", "geography" -> shape(rows, column, type);
            case "json" -> parsed(rows.getString(column));
            case "sql_variant" -> ofObject(rows.getObject(column));
            default -> text(rows.getString(column));
        };
        return value == null || rows.wasNull() ? JSON.nullNode() : value;
    }

    private static JsonNode real(float value) {
        // The shortest text of the float, not the double nearest to it: 0.1, not 0.10000000149011612.
        return JSON.numberNode(Double.parseDouble(Float.toString(value)));
    }

    private static @Nullable JsonNode plain(@Nullable BigDecimal value) {
        return value == null ? null : JSON.textNode(value.toPlainString());
    }

    private static @Nullable JsonNode text(@Nullable Object value) {
        return value == null
                ? null
                : JSON.textNode(
                        switch (value) {
                            case LocalTime time -> TIME.format(time);
                            case LocalDateTime moment -> MOMENT.format(moment);
                            case OffsetDateTime moment -> OFFSET.format(moment);
                            default -> value.toString();
                        });
    }

    private static @Nullable JsonNode lower(@Nullable String value) {
        return value == null ? null : JSON.textNode(value.toLowerCase(Locale.ROOT));
    }

    private static @Nullable JsonNode bytes(byte @Nullable [] value) {
        return value == null ? null : JSON.textNode(Base64.getEncoder().encodeToString(value));
    }

    private static @Nullable JsonNode parsed(@Nullable String value) {
        return value == null ? null : ExactJson.parsed(value);
    }

    /** As text, where the driver can read it; else as its bytes. */
    private static @Nullable JsonNode shape(ResultSet rows, int column, String type) throws SQLException {
        byte @Nullable [] value = rows.getBytes(column);
        if (value == null) {
            return null;
        }
        try {
            return JSON.textNode(
                    type.equals("geometry")
                            ? Geometry.deserialize(value).toString()
                            : Geography.deserialize(value).toString());
        } catch (SQLException | RuntimeException e) {
            return bytes(value);
        }
    }

    private static @Nullable JsonNode ofObject(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean bit -> JSON.booleanNode(bit);
            case Short number -> JSON.numberNode(number.intValue());
            case Integer number -> JSON.numberNode(number);
            case Long number -> ExactJson.whole(BigInteger.valueOf(number));
            case Float number -> real(number);
            case Double number -> JSON.numberNode(number);
            case BigDecimal number -> plain(number);
            case byte[] bytes -> bytes(bytes);
            case java.sql.Timestamp moment -> text(moment.toLocalDateTime());
            case java.sql.Date date -> text(date.toLocalDate());
            case java.sql.Time time -> text(time.toLocalTime());
            case DateTimeOffset moment -> text(moment.getOffsetDateTime());
            case UUID id -> lower(id.toString());
            default -> text(value.toString());
        };
    }
}
