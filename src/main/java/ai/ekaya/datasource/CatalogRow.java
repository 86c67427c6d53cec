package ai.ekaya.datasource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/**
 * A row of a catalog as JSON: each column's label says where its value goes. {@code a.b} is key b of object a; {@code a[]} is one
 * more item of list a; null is nothing.
 */
final class CatalogRow {
    private CatalogRow() {}

    static ObjectNode item(ResultSet row, int from) throws SQLException {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        into(item, row, from);
        return item;
    }

    /** @param from the first column that is taken */
    static void into(ObjectNode item, ResultSet row, int from) throws SQLException {
        ResultSetMetaData meta = row.getMetaData();
        for (int i = from; i <= meta.getColumnCount(); i++) {
            put(item, meta.getColumnLabel(i), row, i, meta.getColumnType(i));
        }
    }

    private static void put(ObjectNode item, String label, ResultSet row, int column, int type) throws SQLException {
        String value = row.getString(column);
        if (value == null) {
            return;
        }
        int dot = label.indexOf('.');
        ObjectNode place = dot < 0 ? item : item.withObject("/" + label.substring(0, dot));
        String key = label.substring(dot + 1);
        if (key.endsWith("[]")) {
            place.withArray(key.substring(0, key.length() - 2)).add(value);
        } else if (type == Types.BIT || type == Types.BOOLEAN) {
            place.put(key, row.getBoolean(column));
        } else if (type == Types.BIGINT || type == Types.INTEGER) {
            place.put(key, row.getLong(column));
        } else {
            place.put(key, value);
        }
    }
}
