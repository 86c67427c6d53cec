package ai.ekaya.sql;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads rows up to the caps; what does not fit is left out and {@code truncated} says so. A first row that does not fit is refused:
 * nothing would be left, and less rows would not help.
 */
final class SqlRows {
    private SqlRows() {}

    /** @throws Refusal {@code LIMIT} when not even the first row fits */
    static QueryResult read(DatabaseKind kind, ResultSet rows, Limits limits) throws SQLException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<String> types = columns(kind, rows.getMetaData(), json.putArray("columns"));
        ArrayNode all = json.putArray("rows");
        long bytesLeft = limits.of(Limit.SQL_RESULT_BYTES);
        boolean truncated = false;
        long deadline = System.nanoTime()
                + limits.durationOf(Limit.SQL_STATEMENT_MILLIS).toNanos();
        while (!truncated && rows.next()) {
            if (System.nanoTime() > deadline) {
                // The server's own time-out begins anew with each part of the rows.
                throw new Refusal(
                        RefusalCode.TIMEOUT,
                        "The rows were not read within "
                                + Quantity.ofDuration(limits.durationOf(Limit.SQL_STATEMENT_MILLIS)));
            }
            ArrayNode row = JsonNodeFactory.instance.arrayNode(types.size());
            for (int i = 0; i < types.size(); i++) {
                JsonNode value = kind.value(rows, i + 1, types.get(i));
                row.add(value);
                bytesLeft -= size(value) + 1L;
            }
            if (bytesLeft < 0 && all.isEmpty()) {
                throw tooLarge(limits.of(Limit.SQL_RESULT_BYTES));
            }
            truncated = bytesLeft < 0 || all.size() >= limits.of(Limit.SQL_ROWS_COUNT);
            if (!truncated) {
                all.add(row);
            }
        }
        json.put("truncated", truncated);
        return new QueryResult(json, all.size(), truncated, origins(kind, rows.getMetaData(), types.size()));
    }

    private static Refusal tooLarge(long bytesMax) {
        return new Refusal(
                RefusalCode.LIMIT,
                "The first row alone is over " + Quantity.ofBytes(bytesMax)
                        + ", the most that a result may be; select fewer columns or a part of a value");
    }

    static QueryResult changed(long rows) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("columns");
        json.putArray("rows");
        json.put("truncated", false).put("changed", Math.max(rows, 0));
        return new QueryResult(json, 0, false, List.of());
    }

    private static List<String> columns(DatabaseKind kind, ResultSetMetaData meta, ArrayNode columns)
            throws SQLException {
        List<String> types = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String type = kind.type(meta, i);
            types.add(type);
            columns.addObject().put("name", meta.getColumnLabel(i)).put("type", type);
        }
        return types;
    }

    private static List<ColumnOrigin> origins(DatabaseKind kind, ResultSetMetaData meta, int count)
            throws SQLException {
        List<ColumnOrigin> origins = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            origins.add(kind.origin(meta, i));
        }
        return origins;
    }

    private static long size(JsonNode value) {
        return value.isTextual()
                ? utf8Length(value.textValue()) + 2L
                : value.isContainerNode()
                        ? value.toString().getBytes(StandardCharsets.UTF_8).length
                        : value.asText().length();
    }

    private static long utf8Length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Half of a surrogate pair's four bytes; three for the rest of the plane.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
