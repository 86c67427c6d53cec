package ai.ekaya.datasource;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.SqlFailures;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads tables and views from {@code pg_catalog}. (The views of information_schema hide foreign keys from a login that can only
 * SELECT, and mix up composite ones.) Four queries, whatever the number of tables. Not thread-safe.
 */
final class PostgresSchema {
    private static final Logger LOG = Logger.getLogger(PostgresSchema.class.getName());

    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END,
                   obj_description(c.oid, 'pg_class'), CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
              AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
              AND has_schema_privilege(n.oid, 'USAGE')
              AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
            ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
            LIMIT ?
            """;
    private static final String COLUMNS = """
            SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
                   pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, col_description(a.attrelid, a.attnum),
                   CASE WHEN EXISTS (SELECT FROM pg_enum e WHERE e.enumtypid = a.atttypid)
                        THEN ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = a.atttypid
                                   ORDER BY e.enumsortorder) END
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
              AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
            ORDER BY a.attrelid, a.attnum
            """;
    private static final String CONSTRAINTS = """
            SELECT con.conrelid, con.conname, con.contype,
                   ARRAY(SELECT a.attname::text FROM unnest(con.conkey) WITH ORDINALITY k (num, place)
                         JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.num ORDER BY k.place),
                   n.nspname, f.relname,
                   ARRAY(SELECT a.attname::text FROM unnest(con.confkey) WITH ORDINALITY k (num, place)
                         JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.num ORDER BY k.place),
                   con.confupdtype, con.confdeltype, pg_get_expr(con.conbin, con.conrelid)
            FROM pg_constraint con
                 LEFT JOIN pg_class f ON f.oid = con.confrelid LEFT JOIN pg_namespace n ON n.oid = f.relnamespace
            WHERE con.conrelid = ANY (?) AND con.contype IN ('p', 'u', 'f', 'c')
            ORDER BY con.conrelid, con.conname COLLATE "C"
            """;
    private static final String INDEXES = """
            SELECT i.indrelid, c.relname, i.indisunique, am.amname,
                   ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, true) FROM generate_series(1, i.indnatts) k
                         ORDER BY k),
                   pg_get_expr(i.indpred, i.indrelid)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
            WHERE i.indrelid = ANY (?)
            ORDER BY i.indrelid, c.relname COLLATE "C"
            """;

    private final Connection connection;
    private final Limits limits;
    private final Cancellation cancellation;
    private final Map<Long, ObjectNode> tables = new LinkedHashMap<>();

    PostgresSchema(Connection connection, Limits limits, Cancellation cancellation) {
        this.connection = connection;
        this.limits = limits;
        this.cancellation = cancellation;
    }

    ArrayNode read() throws SQLException {
        try (Statement settings = connection.createStatement()) {
            // So that every type and expression names its schema, whatever the login's own search path is.
            settings.execute("SET LOCAL search_path = pg_catalog");
        }
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setInt(1, limits.intOf(Limit.DATASOURCE_TABLES_COUNT));
            each(query, this::addTable);
        }
        ofTables(COLUMNS, this::addColumn);
        ofTables(CONSTRAINTS, this::addConstraint);
        ofTables(INDEXES, this::addIndex);
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        tables.values().forEach(all::add);
        return all;
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void ofTables(String sql, Row row) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("oid", tables.keySet().toArray()));
            each(query, row);
        }
    }

    private void each(PreparedStatement query, Row row) throws SQLException {
        query.setQueryTimeout(
                (int) Math.max(1, limits.durationOf(Limit.SQL_STATEMENT_MILLIS).toSeconds()));
        try (Cancellation.Registration registration = cancellation.onCancel(() -> cancel(query));
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                row.read(rows);
            }
        } catch (SQLException e) {
            SqlFailures.endIfBroken(connection, e);
            throw e;
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "Could not cancel reading a schema; it ends at its own time-out", e);
        }
    }

    private void addTable(ResultSet row) throws SQLException {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("schema", row.getString(2)).put("name", row.getString(3)).put("kind", row.getString(4));
        putIfThere(table, "comment", row, 5);
        long estimate = row.getLong(6);
        if (!row.wasNull()) {
            table.put("rowEstimate", estimate);
        }
        for (String part : new String[] {"columns", "primaryKey", "uniqueKeys", "foreignKeys", "indexes", "checks"}) {
            table.putArray(part);
        }
        tables.put(row.getLong(1), table);
    }

    private ObjectNode addTo(ResultSet row, String part) throws SQLException {
        return table(row).withArray(part).addObject();
    }

    private ObjectNode table(ResultSet row) throws SQLException {
        ObjectNode table = tables.get(row.getLong(1));
        if (table == null) {
            throw new IllegalStateException("The catalog answered for a table that was not asked for");
        }
        return table;
    }

    private void addColumn(ResultSet row) throws SQLException {
        ObjectNode column = addTo(row, "columns");
        column.put("name", row.getString(2)).put("type", row.getString(3)).put("nullable", row.getBoolean(4));
        if (row.getString(7).isEmpty()) {
            putIfThere(column, "default", row, 5);
        } else {
            column.put("generated", row.getString(5));
        }
        if (!row.getString(6).isEmpty()) {
            column.put("identity", row.getString(6).equals("a") ? "always" : "by default");
        }
        putIfThere(column, "comment", row, 8);
        if (row.getArray(9) != null) {
            putNames(column.putArray("enum"), row.getArray(9));
        }
    }

    private void addConstraint(ResultSet row) throws SQLException {
        switch (row.getString(3)) {
            case "p" -> putNames(table(row).withArray("primaryKey"), row.getArray(4));
            case "u" -> putNames(named(row, "uniqueKeys").putArray("columns"), row.getArray(4));
            case "c" -> named(row, "checks").put("expression", row.getString(10));
            case "f" -> {
                ObjectNode key = named(row, "foreignKeys");
                putNames(key.putArray("columns"), row.getArray(4));
                ObjectNode target = key.putObject("references");
                target.put("schema", row.getString(5)).put("table", row.getString(6));
                putNames(target.putArray("columns"), row.getArray(7));
                key.put("onUpdate", action(row.getString(8))).put("onDelete", action(row.getString(9)));
            }
            default -> throw new IllegalStateException("The catalog answered a kind of constraint not asked for");
        }
    }

    private ObjectNode named(ResultSet row, String part) throws SQLException {
        return addTo(row, part).put("name", row.getString(2));
    }

    private void addIndex(ResultSet row) throws SQLException {
        ObjectNode index = named(row, "indexes");
        index.put("unique", row.getBoolean(3)).put("method", row.getString(4));
        putNames(index.putArray("columns"), row.getArray(5));
        putIfThere(index, "where", row, 6);
    }

    private static String action(String code) {
        return switch (code) {
            case "c" -> "cascade";
            case "n" -> "set null";
            case "d" -> "set default";
            case "r" -> "restrict";
            default -> "no action";
        };
    }

    private static void putIfThere(ObjectNode node, String key, ResultSet row, int column) throws SQLException {
        String value = row.getString(column);
        if (value != null) {
            node.put(key, value);
        }
    }

    private static void putNames(ArrayNode target, Array names) throws SQLException {
        for (Object name : (Object[]) names.getArray()) {
            target.add(String.valueOf(name));
        }
    }
}
