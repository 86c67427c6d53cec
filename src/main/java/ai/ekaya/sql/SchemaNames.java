package ai.ekaya.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of a schema, as references are resolved against it. */
public final class SchemaNames {
    /**
     * A table or view.
     *
     * @param columns in their order
     * @param definition of a view: its SELECT
     */
    public record TableNames(String schema, String name, List<String> columns, Optional<String> definition) {
        public TableNames {
            columns = List.copyOf(columns);
        }

        String qualified() {
            return schema + "." + name;
        }
    }

    private final Map<String, TableNames> tables = new LinkedHashMap<>();
    private final List<String> searchPath;

    /** @param searchPath where a name without a schema is looked for, in order */
    public SchemaNames(List<TableNames> tables, List<String> searchPath) {
        tables.forEach(table -> this.tables.put(table.qualified(), table));
        this.searchPath = List.copyOf(searchPath);
    }

    boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Without a schema: by the search path, else the only one of this name, as a login may have a path of its own. */
    Optional<TableNames> find(Optional<String> schema, String name) {
        if (schema.isPresent()) {
            return Optional.ofNullable(tables.get(schema.get() + "." + name));
        }
        for (String each : searchPath) {
            TableNames found = tables.get(each + "." + name);
            if (found != null) {
                return Optional.of(found);
            }
        }
        List<TableNames> named = tables.values().stream()
                .filter(table -> table.name().equals(name))
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }
}
