package ai.ekaya.datasource;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads a schema from SQL Server's catalog views, as rows: one statement for each part, whatever the number of tables. A part that
 * this kind of server does not have is left out. Not thread-safe.
 */
final class SqlServerSchema {
    private static final Logger LOG = Logger.getLogger(SqlServerSchema.class.getName());

    /** There is no such function, column or view, or this login may not look. */
    private static final Set<Integer> NOT_THERE = Set.of(195, 207, 208, 229, 230, 297, 300, 371, 40_515);

    private static final List<String> PRIVILEGES = List.of("SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES");

    /** Parts that every table has, if only as an empty list. */
    private static final List<String> ALWAYS =
            List.of("columns", "primaryKey", "uniqueKeys", "foreignKeys", "indexes", "checks");

    /** Lists of a table, and the statement that gives their items. */
    private static final Map<String, String> LISTS = lists();

    private final CatalogReader reader;
    private final Limits limits;
    private final Map<Integer, ObjectNode> tables = new LinkedHashMap<>();

    SqlServerSchema(CatalogReader reader, Limits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    private static Map<String, String> lists() {
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("uniqueKeys", "unique_keys");
        lists.put("foreignKeys", "foreign_keys");
        lists.put("indexes", "indexes");
        lists.put("checks", "checks");
        lists.put("triggers", "triggers");
        lists.put("policies", "policies");
        lists.put("partitions", "partitions");
        return lists;
    }

    ObjectNode read() throws SQLException {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode schemas = schema.putArray("schemas");
        optional("schemas", row -> schemas.add(CatalogRow.item(row, 1)));
        String some = CatalogSql.of("sqlserver/tables");
        reader.each(some, query -> query.setInt(1, limits.intOf(Limit.DATASOURCE_TABLES_COUNT)), this::addTable);
        reader.each(CatalogSql.of("sqlserver/columns"), query -> {}, this::addColumn);
        for (String own : List.of("estimates", "definitions", "comments", "row_security", "partitioned_by")) {
            optional(own, this::addOwn);
        }
        optional("column_comments", this::addColumnComment);
        optional("primary_keys", row -> {
            String column = row.getString(2);
            table(row).ifPresent(table -> table.withArray("primaryKey").add(column));
        });
        for (Map.Entry<String, String> list : LISTS.entrySet()) {
            optional(list.getValue(), row -> addItem(list.getKey(), row));
        }
        schema.putArray("tables").addAll(tables.values());
        ArrayNode types = schema.putArray("types");
        optional("types", row -> types.add(type(row)));
        return schema;
    }

    private void optional(String part, CatalogReader.Row row) throws SQLException {
        try {
            reader.each(CatalogSql.of("sqlserver/" + part), query -> {}, row);
        } catch (SQLException e) {
            if (!NOT_THERE.contains(e.getErrorCode())) {
                throw e;
            }
            LOG.log(Level.FINE, "A SQL Server has no {0}: error {1}", new Object[] {part, e.getErrorCode()});
        }
    }

    private Optional<ObjectNode> table(ResultSet row) throws SQLException {
        return Optional.ofNullable(tables.get(row.getInt(1)));
    }

    private void addTable(ResultSet row) throws SQLException {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("schema", row.getString("schema"));
        table.put("name", row.getString("name"));
        table.put("kind", row.getString("type").strip().equals("V") ? "view" : "table");
        ArrayNode privileges = table.putArray("privileges");
        for (int i = 0; i < PRIVILEGES.size(); i++) {
            if (row.getInt(5 + i) == 1) {
                privileges.add(PRIVILEGES.get(i));
            }
        }
        ALWAYS.forEach(table::putArray);
        tables.put(row.getInt(1), table);
    }

    private void addOwn(ResultSet row) throws SQLException {
        Optional<ObjectNode> table = table(row);
        if (table.isPresent()) {
            CatalogRow.into(table.get(), row, 2);
        }
    }

    private void addColumn(ResultSet row) throws SQLException {
        Optional<ObjectNode> table = table(row);
        if (table.isEmpty()) {
            return;
        }
        ObjectNode column = table.get().withArray("columns").addObject();
        column.put("name", row.getString("name"));
        String typeName = row.getString("type_name");
        String base = Optional.ofNullable(row.getString("base_type")).orElse(typeName);
        int bytes = row.getInt("max_length");
        int precision = row.getInt("precision");
        int scale = row.getInt("scale");
        column.put(
                "type",
                row.getBoolean("is_user_defined")
                        ? row.getString("type_schema") + "." + typeName
                        : SqlServerTypes.text(typeName, bytes, precision, scale));
        int length = SqlServerTypes.length(base, bytes);
        if (length > 0) {
            column.put("length", length);
        }
        if (base.equals("decimal") || base.equals("numeric")) {
            column.put("precision", precision).put("scale", scale);
        }
        column.put("nullable", row.getBoolean("is_nullable"));
        put(column, "default", row.getString("default_definition"));
        put(column, "generated", row.getString("computed_definition"));
        if (row.getBoolean("is_identity")) {
            column.put("identity", "always");
        }
        put(column, "collation", row.getString("collation_name"));
    }

    private static void put(ObjectNode node, String key, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    private void addColumnComment(ResultSet row) throws SQLException {
        String name = row.getString(2);
        String comment = row.getString(3);
        table(row)
                .ifPresent(table -> table.path("columns").forEach(column -> {
                    if (column.path("name").asText().equals(name)) {
                        ((ObjectNode) column).put("comment", comment);
                    }
                }));
    }

    /** Rows that follow one another with the same name are one item. */
    private void addItem(String list, ResultSet row) throws SQLException {
        Optional<ObjectNode> table = table(row);
        if (table.isEmpty()) {
            return;
        }
        ArrayNode items = table.get().withArray(list);
        String name = row.getString("name");
        boolean same = !items.isEmpty()
                && items.get(items.size() - 1).path("name").asText().equals(name);
        ObjectNode item = same ? (ObjectNode) items.get(items.size() - 1) : items.addObject();
        CatalogRow.into(item, row, 2);
    }

    private static ObjectNode type(ResultSet row) throws SQLException {
        ObjectNode type = JsonNodeFactory.instance.objectNode();
        type.put("schema", row.getString("schema"))
                .put("name", row.getString("name"))
                .put("kind", "domain");
        type.put(
                "type",
                SqlServerTypes.text(
                        row.getString("base_type"),
                        row.getInt("max_length"),
                        row.getInt("precision"),
                        row.getInt("scale")));
        type.put("nullable", row.getBoolean("is_nullable"));
        return type;
    }
}
