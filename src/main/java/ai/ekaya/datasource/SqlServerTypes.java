package ai.ekaya.datasource;

/** SQL Server's types as T-SQL writes them. Lengths in the catalog are bytes, and -1 for {@code max}. */
final class SqlServerTypes {
    private SqlServerTypes() {}

    static String text(String base, int bytes, int precision, int scale) {
        return switch (base) {
            case "char", "varchar", "binary", "varbinary" -> base + (bytes < 0 ? "(max)" : "(" + bytes + ")");
            case "nchar", "nvarchar" -> base + (bytes < 0 ? "(max)" : "(" + bytes / 2 + ")");
            case "decimal", "numeric" -> base + "(" + precision + "," + scale + ")";
            case "time", "datetime2", "datetimeoffset" -> base + "(" + scale + ")";
            default -> base;
        };
    }

    /** Characters of a text, bytes of a binary; 0 when there is no bound or none is told. */
    static int length(String base, int bytes) {
        return switch (base) {
            case "char", "varchar", "binary", "varbinary" -> Math.max(bytes, 0);
            case "nchar", "nvarchar" -> Math.max(bytes, 0) / 2;
            default -> 0;
        };
    }

    /** What can be asked of a column: number, time, text, name, bytes or other, as for PostgreSQL. */
    static String kind(String base) {
        return switch (base) {
            case "tinyint", "smallint", "int", "bigint", "decimal", "numeric", "money", "smallmoney", "float", "real" ->
                "number";
            case "date", "time", "datetime", "smalldatetime", "datetime2", "datetimeoffset" -> "time";
            case "char", "varchar", "nchar", "nvarchar" -> "text";
            case "bit", "uniqueidentifier" -> "name";
            case "binary", "varbinary" -> "bytes";
            default -> "other";
        };
    }
}
