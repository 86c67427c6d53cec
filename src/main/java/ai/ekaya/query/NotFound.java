package ai.ekaya.query;

import ai.ekaya.sql.SchemaNames;
import ai.ekaya.sql.SchemaNames.TableNames;
import ai.ekaya.sql.Spelling;
import ai.ekaya.sql.SqlReferences;
import java.util.List;
import java.util.stream.Stream;

/**
 * A name of a statement that the schema does not have.
 *
 * @param nearest names of the schema that it may have been meant to be: tables, and columns of the tables that the statement reads
 */
record NotFound(String name, List<String> nearest) {
    NotFound {
        nearest = List.copyOf(nearest);
    }

    /** None while no schema is known, as nothing would be found then. */
    static List<NotFound> in(SqlReferences references, SchemaNames schema) {
        if (schema.isEmpty()) {
            return List.of();
        }
        List<String> known = Stream.concat(
                        references.tables().stream()
                                .filter(use -> use.through().isEmpty())
                                .flatMap(use -> schema.meant(use.schema() + "." + use.table()).stream())
                                .flatMap(table -> table.columns().stream()),
                        schema.tables().stream().map(TableNames::name))
                .toList();
        return references.unresolved().stream()
                .map(name -> new NotFound(name, Spelling.nearest(name.substring(name.lastIndexOf('.') + 1), known)))
                .toList();
    }
}
