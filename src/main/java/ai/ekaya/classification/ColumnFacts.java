package ai.ekaya.classification;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is known of a column before a value is read.
 *
 * @param type as the database writes it
 * @param context what its table is about
 */
record ColumnFacts(ColumnKey key, String type, Kind kind, Set<Role> roles, TableContext context) {
    ColumnFacts {
        roles = roles.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(roles));
    }

    /** The keys that a column alone makes up or takes part in. */
    enum Role {
        PRIMARY_KEY,
        UNIQUE,
        FOREIGN_KEY
    }
}
