package ai.ekaya.query;

import ai.ekaya.datasource.Datasource;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SchemaNames;
import ai.ekaya.sql.SchemaNames.TableNames;
import ai.ekaya.sql.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether there is what somebody asks the readers of: to a misspelt name "nobody reads it" would be a wrong answer. Thread-safe. */
final class AskedNames {
    private final SeenSchemas schemas;

    AskedNames(SeenSchemas schemas) {
        this.schemas = schemas;
    }

    /** @throws Refusal {@code NOT_FOUND} when no last state of the schemas that are asked holds it */
    void require(ProjectId project, QueryReferences.Asked asked) {
        List<SchemaNames> known = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Datasource datasource : schemas.datasources(project)) {
            if (asked.isOn(datasource.id())) {
                SchemaNames schema = asked.datasource().isPresent()
                        ? schemas.lastOrFirst(project, datasource.id()).names()
                        : schemas.last(project, datasource.id()).names();
                known.add(schema);
                names.add(datasource.name());
            }
        }
        if (known.stream().anyMatch(schema -> holds(schema, asked))) {
            return;
        }
        throw new Refusal(
                RefusalCode.NOT_FOUND,
                known.stream().allMatch(SchemaNames::isEmpty)
                        ? "No schema of " + on(names) + " is known yet; POST …/datasources/{id}/snapshots reads one"
                        : missing(known, asked) + " in the last snapshot of " + on(names) + meant(known, asked)
                                + "; POST …/datasources/{id}/snapshots takes a new one");
    }

    private static String on(List<String> names) {
        return switch (names.size()) {
            case 0 -> "the project's datasources";
            case 1 -> "datasource " + names.get(0);
            default -> "datasources " + String.join(", ", names);
        };
    }

    private static boolean holds(SchemaNames schema, QueryReferences.Asked asked) {
        return schema.meant(asked.table()).stream()
                .anyMatch(table -> asked.column()
                        .map(column -> holds(schema, table, column))
                        .orElse(true));
    }

    private static boolean holds(SchemaNames schema, TableNames table, String column) {
        return table.columns().stream().map(schema::folded).anyMatch(schema.folded(column)::equals);
    }

    private static Stream<TableNames> tables(List<SchemaNames> known, String written) {
        return known.stream().flatMap(schema -> schema.meant(written).stream());
    }

    private static String missing(List<SchemaNames> known, QueryReferences.Asked asked) {
        String tables = tables(known, asked.table())
                .map(TableNames::qualified)
                .distinct()
                .collect(Collectors.joining(", "));
        return tables.isEmpty()
                ? "There is no table or view '" + Shown.of(asked.table()) + "'"
                : "There is no column '" + Shown.of(asked.column().orElse("")) + "' of " + tables;
    }

    private static String meant(List<SchemaNames> known, QueryReferences.Asked asked) {
        List<String> columns = tables(known, asked.table())
                .flatMap(table -> table.columns().stream())
                .toList();
        List<String> nearest = columns.isEmpty()
                ? Spelling.nearest(
                        asked.table(),
                        known.stream()
                                .flatMap(schema -> schema.tables().stream())
                                .map(asked.table().contains(".") ? TableNames::qualified : TableNames::name)
                                .toList())
                : Spelling.nearest(asked.column().orElse(""), columns);
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    }
}
