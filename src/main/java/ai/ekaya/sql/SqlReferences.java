package ai.ekaya.sql;

import java.util.List;

/**
 * The tables and columns that a statement reads or changes.
 *
 * @param unresolved names that were not found in the schema
 */
public record SqlReferences(Certainty certainty, List<TableUse> tables, List<String> unresolved) {
    /** How much is known. */
    public enum Certainty {
        /** Every name was found. */
        RESOLVED,
        /** Some names were not found, or no schema is known. */
        PARTIAL,
        /** The statement could not be read. */
        UNKNOWN
    }

    /**
     * @param columns those that are named, or stand for a star, in alphabetical order
     * @param through the views that the statement reads the table through; none for a table that it names
     */
    public record TableUse(String schema, String table, List<String> columns, List<String> through) {
        public TableUse {
            columns = List.copyOf(columns);
            through = List.copyOf(through);
        }
    }

    static final SqlReferences UNREAD = new SqlReferences(Certainty.UNKNOWN, List.of(), List.of());

    public SqlReferences {
        tables = List.copyOf(tables);
        unresolved = List.copyOf(unresolved);
    }
}
