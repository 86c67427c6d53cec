package ai.ekaya.datasource;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a schema from {@code pg_catalog}, in the server's own JSON: one statement for each part, whatever the number of tables. (The
 * views of information_schema hide foreign keys from a login that can only SELECT, and mix up composite ones.) Not thread-safe.
 */
final class PostgresSchema {
    private static final String SCHEMAS = CatalogSql.of("postgresql/schemas");
    private static final String TABLES = CatalogSql.of("postgresql/tables");
    private static final String TYPES = CatalogSql.of("postgresql/types");

    /** Each gives a table's oid, the name of the part, and one item of it. */
    private static final List<String> PARTS = List.of(
            CatalogSql.of("postgresql/columns"),
            CatalogSql.of("postgresql/constraints"),
            CatalogSql.of("postgresql/indexes"),
            CatalogSql.of("postgresql/triggers"),
            CatalogSql.of("postgresql/policies"),
            CatalogSql.of("postgresql/partitions"));

    /** Parts that every table has, if only as an empty list. */
    private static final List<String> ALWAYS =
            List.of("columns", "primaryKey", "uniqueKeys", "foreignKeys", "indexes", "checks");

    private final CatalogReader reader;
    private final Limits limits;
    private final Map<Long, ObjectNode> tables = new LinkedHashMap<>();

    PostgresSchema(CatalogReader reader, Limits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    ObjectNode read() throws SQLException {
        try (Statement settings = reader.connection().createStatement()) {
            // So that every type and expression names its schema, whatever the login's own search path is.
            settings.execute("SET LOCAL search_path = pg_catalog");
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode schemas = schema.putArray("schemas");
        reader.each(SCHEMAS, query -> {}, row -> schemas.add(CatalogReader.json(row, 1)));
        reader.each(TABLES, query -> query.setInt(1, limits.intOf(Limit.DATASOURCE_TABLES_COUNT)), this::addTable);
        Object[] oids = tables.keySet().toArray();
        for (String part : PARTS) {
            reader.each(
                    part, query -> query.setArray(1, reader.connection().createArrayOf("oid", oids)), this::addPart);
        }
        schema.putArray("tables").addAll(tables.values());
        ArrayNode types = schema.putArray("types");
        reader.each(TYPES, query -> {}, row -> types.add(CatalogReader.json(row, 1)));
        return schema;
    }

    private void addTable(ResultSet row) throws SQLException {
        ObjectNode table = (ObjectNode) CatalogReader.json(row, 3);
        ALWAYS.forEach(table::putArray);
        tables.put(row.getLong(1), table);
    }

    private void addPart(ResultSet row) throws SQLException {
        ObjectNode table = tables.get(row.getLong(1));
        if (table == null) {
            throw new IllegalStateException("The catalog answered for a table that was not asked for");
        }
        JsonNode item = CatalogReader.json(row, 3);
        ArrayNode part = table.withArray(row.getString(2));
        if (item instanceof ArrayNode columnsOfKey) {
            part.addAll(columnsOfKey);
        } else {
            part.add(item);
        }
    }
}
