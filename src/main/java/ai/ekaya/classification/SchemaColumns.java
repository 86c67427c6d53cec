package ai.ekaya.classification;

import ai.ekaya.classification.ColumnFacts.Role;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of a schema, table by table, with what its snapshot tells of them. */
final class SchemaColumns {
    /**
     * One table or view.
     *
     * @param rowEstimate of a table whose pages can be sampled
     * @param computed whether reading it may run a query of its own, as a view's
     */
    record Table(String schema, String name, Optional<Long> rowEstimate, boolean computed, List<ColumnFacts> columns) {
        Table {
            columns = List.copyOf(columns);
        }
    }

    private SchemaColumns() {}

    /** @param columnsMax tables are whole, so that there may be some columns fewer */
    static List<Table> of(JsonNode schema, int columnsMax) {
        Map<String, Kind> kinds = namedKinds(schema);
        List<Table> tables = new ArrayList<>();
        int columns = 0;
        for (JsonNode table : schema.path("tables")) {
            columns += table.path("columns").size();
            if (columns > columnsMax) {
                break;
            }
            tables.add(table(table, kinds));
        }
        return tables;
    }

    private static Map<String, Kind> namedKinds(JsonNode schema) {
        Map<String, Kind> kinds = new HashMap<>();
        for (JsonNode type : schema.path("types")) {
            String name = type.path("schema").asText() + "." + type.path("name").asText();
            boolean isEnum = type.path("kind").asText().equals("enum");
            kinds.put(name, isEnum ? Kind.ENUM : Kind.of(type.path("type").asText()));
        }
        return kinds;
    }

    private static Table table(JsonNode table, Map<String, Kind> kinds) {
        String schema = table.path("schema").asText();
        String name = table.path("name").asText();
        boolean isView = table.path("kind").asText().equals("view")
                && !table.path("materialized").asBoolean();
        boolean isForeign = table.path("foreign").asBoolean();
        TableContext context = TableContext.of(name, table.path("columns").findValuesAsText("name"));
        List<ColumnFacts> columns = new ArrayList<>();
        for (JsonNode column : table.path("columns")) {
            String type = column.path("type").asText();
            columns.add(new ColumnFacts(
                    new ColumnKey(schema, name, column.path("name").asText()),
                    type,
                    column.has("enum") ? Kind.ENUM : kinds.getOrDefault(type.replace("\"", ""), Kind.of(type)),
                    roles(table, column.path("name").asText()),
                    context));
        }
        Optional<Long> rows = table.has("rowEstimate") && !isView && !isForeign
                ? Optional.of(table.path("rowEstimate").asLong())
                : Optional.empty();
        return new Table(schema, name, rows, isView || isForeign, columns);
    }

    private static Set<Role> roles(JsonNode table, String column) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (names(table.path("primaryKey")).contains(column)) {
            roles.add(Role.PRIMARY_KEY);
        }
        table.path("uniqueKeys").forEach(key -> {
            if (names(key.path("columns")).equals(List.of(column))) {
                roles.add(Role.UNIQUE);
            }
        });
        table.path("foreignKeys").forEach(key -> {
            if (names(key.path("columns")).contains(column)) {
                roles.add(Role.FOREIGN_KEY);
            }
        });
        return roles;
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }
}
