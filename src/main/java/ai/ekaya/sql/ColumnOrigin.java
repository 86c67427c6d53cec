package ai.ekaya.sql;

/** The column of a table or view that a result's column is, as it stands there and without any change. */
public record ColumnOrigin(String schema, String table, String column) {
    /** Of what is computed. */
    public static final ColumnOrigin UNKNOWN = new ColumnOrigin("", "", "");

    /** Where the database tells of no column what it is. */
    public static final ColumnOrigin UNTOLD = new ColumnOrigin("", "?", "");

    public boolean isKnown() {
        return !column.isEmpty();
    }
}
