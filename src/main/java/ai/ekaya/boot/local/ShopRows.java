package ai.ekaya.boot.local;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The rows of one table, gathered in PostgreSQL's COPY text format and sent at once. Not thread-safe. */
final class ShopRows {
    private final String table;
    private final StringBuilder text = new StringBuilder();
    private int count;

    ShopRows(String table) {
        this.table = table;
    }

    void add(@Nullable Object... values) {
        String separator = "";
        for (Object value : values) {
            text.append(separator).append(field(value));
            separator = "\t";
        }
        text.append('\n');
        count++;
    }

    private static String field(@Nullable Object value) {
        if (value == null) {
            return "\\N";
        }
        if (value instanceof List<?> list) {
            return "{" + String.join(",", list.stream().map(String::valueOf).toList()) + "}";
        }
        return value.toString()
                .replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    int copyTo(Connection connection) throws SQLException {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN", new StringReader(text.toString()));
        } catch (IOException e) {
            throw new IllegalStateException("Could not copy rows into " + table, e);
        }
        return count;
    }
}
