package ai.ekaya.classification;

/** A column's full name; each part may have any characters. */
public record ColumnKey(String schema, String table, String column) {
    @Override
    public String toString() {
        return schema + "." + table + "." + column;
    }
}
