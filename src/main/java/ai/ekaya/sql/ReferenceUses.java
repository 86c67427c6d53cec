package ai.ekaya.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what was found. Not thread-safe. */
final class ReferenceUses {
    private static final int UNRESOLVED_MAX = 50;

    private final Map<String, SchemaNames.TableNames> tables = new TreeMap<>();
    private final Map<String, Set<String>> columns = new TreeMap<>();
    private final Map<String, Set<String>> through = new TreeMap<>();
    private final Set<String> unresolved = new TreeSet<>();
    private final Optional<String> view;

    /** @param view whose definition is read */
    ReferenceUses(Optional<String> view) {
        this.view = view;
    }

    void table(SchemaNames.TableNames table) {
        tables.put(table.qualified(), table);
        columns.computeIfAbsent(table.qualified(), name -> new TreeSet<>());
        Set<String> views = through.computeIfAbsent(table.qualified(), name -> new TreeSet<>());
        view.ifPresent(views::add);
    }

    void column(SchemaNames.TableNames table, String column) {
        table(table);
        columns.getOrDefault(table.qualified(), Set.of()).add(column);
    }

    void unresolved(String name) {
        if (unresolved.size() < UNRESOLVED_MAX) {
            unresolved.add(SqlFailures.clipped(name));
        }
    }

    List<SchemaNames.TableNames> views() {
        return tables.values().stream()
                .filter(table -> table.definition().isPresent())
                .toList();
    }

    void addAll(ReferenceUses other) {
        other.tables.values().forEach(this::table);
        other.columns.forEach((table, names) ->
                columns.computeIfAbsent(table, name -> new TreeSet<>()).addAll(names));
        other.through.forEach((table, names) ->
                through.computeIfAbsent(table, name -> new TreeSet<>()).addAll(names));
        other.unresolved.forEach(this::unresolved);
    }

    SqlReferences references(boolean schemaKnown) {
        List<SqlReferences.TableUse> uses = tables.values().stream()
                .map(table -> new SqlReferences.TableUse(
                        table.schema(),
                        table.name(),
                        List.copyOf(columns.getOrDefault(table.qualified(), Set.of())),
                        List.copyOf(through.getOrDefault(table.qualified(), Set.of()))))
                .toList();
        boolean resolved = unresolved.isEmpty() && schemaKnown;
        return new SqlReferences(
                resolved ? SqlReferences.Certainty.RESOLVED : SqlReferences.Certainty.PARTIAL,
                uses,
                List.copyOf(unresolved));
    }
}
