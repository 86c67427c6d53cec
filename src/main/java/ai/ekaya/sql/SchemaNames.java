package ai.ekaya.sql;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

        public String qualified() {
            return schema + "." + name;
        }
    }

    /** Whether names that differ only in upper and lower case are one. */
    public enum Letters {
        DIFFER,
        /** As of SQL Server's default collations. */
        ARE_ONE
    }

    private final Map<String, TableNames> tables = new LinkedHashMap<>();
    private final Map<String, String> schemas = new HashMap<>();
    private final List<String> searchPath;
    private final Letters letters;

    /** @param searchPath where a name without a schema is looked for, in order */
    public SchemaNames(List<TableNames> tables, List<String> searchPath) {
        this(tables, searchPath, Letters.DIFFER);
    }

    /** @param searchPath as in the other */
    public SchemaNames(List<TableNames> tables, List<String> searchPath, Letters letters) {
        this.letters = letters;
        this.searchPath = searchPath.stream().map(this::folded).toList();
        for (TableNames table : tables) {
            this.tables.put(folded(table.qualified()), table);
            this.schemas.put(folded(table.schema()), table.schema());
        }
    }

    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** What is equal for names that are one. */
    public String folded(String name) {
        return switch (letters) {
            case DIFFER -> name;
            case ARE_ONE -> name.toLowerCase(Locale.ROOT);
        };
    }

    /** All tables, in the order they came. */
    public List<TableNames> tables() {
        return List.copyOf(tables.values());
    }

    /** Those that {@code orders} or {@code public.orders} may mean. */
    public List<TableNames> meant(String written) {
        String name = folded(written);
        return tables.entrySet().stream()
                .filter(table -> table.getKey().equals(name)
                        || folded(table.getValue().name()).equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A folded schema as it is written. */
    String schema(String folded) {
        return schemas.getOrDefault(folded, folded);
    }

    /**
     * Without a schema: by the search path, else the only one of this name, as a login may have a path of its own.
     *
     * @param name folded, as the schema
     */
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
                .filter(table -> folded(table.name()).equals(name))
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }
}
