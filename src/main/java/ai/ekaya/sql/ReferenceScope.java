package ai.ekaya.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What names mean at one place of a statement. Not thread-safe. */
final class ReferenceScope {
    /**
     * What a FROM names.
     *
     * @param columns as they are called here; those of a table in the table's order
     * @param open whether it may have columns that are not known
     */
    record Source(String name, List<String> columns, Optional<SchemaNames.TableNames> table, boolean open) {
        Source {
            columns = List.copyOf(columns);
        }

        Source called(String other, List<String> first) {
            List<String> renamed = new ArrayList<>(first);
            if (first.size() < columns.size()) {
                renamed.addAll(columns.subList(first.size(), columns.size()));
            }
            return new Source(other, renamed, table, open && first.isEmpty());
        }
    }

    private final Optional<ReferenceScope> outer;
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, Source> withs;

    private ReferenceScope(Optional<ReferenceScope> outer, Map<String, Source> withs) {
        this.outer = outer;
        this.withs = new HashMap<>(withs);
    }

    static ReferenceScope outermost() {
        return new ReferenceScope(Optional.empty(), Map.of());
    }

    /** For a query inside this one, that sees all of it. */
    ReferenceScope inner() {
        return new ReferenceScope(Optional.of(this), withs);
    }

    /** For a query in the FROM of this one, that sees what is around it and not its neighbours. */
    ReferenceScope beside() {
        return new ReferenceScope(outer, withs);
    }

    void add(Source source) {
        sources.add(source);
    }

    void with(Source query) {
        withs.put(query.name(), query);
    }

    Optional<Source> with(String name) {
        return Optional.ofNullable(withs.get(name));
    }

    /** The sources of this very FROM. */
    List<Source> sources() {
        return List.copyOf(sources);
    }

    Optional<Source> named(Optional<String> schema, String name) {
        return sources.stream()
                .filter(source -> source.name().equals(name)
                        && (schema.isEmpty()
                                || source.table()
                                        .filter(table -> table.schema().equals(schema.get()))
                                        .isPresent()))
                .findFirst()
                .or(() -> outer.flatMap(scope -> scope.named(schema, name)));
    }

    /** Those that have the column, of the innermost query where one has. */
    List<Source> holding(String column) {
        List<Source> holding = sources.stream()
                .filter(source -> source.columns().contains(column))
                .toList();
        return holding.isEmpty() ? outer.map(scope -> scope.holding(column)).orElse(List.of()) : holding;
    }

    boolean hasOpen() {
        return sources.stream().anyMatch(Source::open)
                || outer.map(ReferenceScope::hasOpen).orElse(false);
    }
}
