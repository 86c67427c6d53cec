package ai.ekaya.appdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements that make an app's schema again under another name, in an order in which they can be run. */
final class SchemaStructure {
    /** Types, sequences, tables and views; what comes after it only binds and fills those. */
    private static final int MAKE = 1;

    private static final int REFRESH = 10;

    /** @param what it makes, for a sentence: {@code table notes} */
    record Part(String unit, int step, String what, String statement) {}

    private final List<Part> ordered = new ArrayList<>();
    private final Map<String, List<Part>> parts = new LinkedHashMap<>();
    private final Map<String, List<String>> needs;
    private final Set<String> seen = new HashSet<>();
    private final Set<Part> made = new HashSet<>();

    private SchemaStructure(Map<String, List<String>> needs) {
        this.needs = needs;
    }

    /** @param copy the name that the statements are to use */
    static List<Part> of(Connection owner, String live, String copy) throws SQLException {
        List<Part> all = SchemaText.read(
                owner,
                "structure",
                live,
                copy,
                row -> new Part(row.getString(1), row.getInt(2), row.getString(3), row.getString(4)));
        Map<String, List<String>> needs = new LinkedHashMap<>();
        SchemaText.read(
                owner,
                "dependencies",
                live,
                copy,
                row -> needs.computeIfAbsent(row.getString(1), unit -> new ArrayList<>())
                        .add(row.getString(2)));
        SchemaStructure structure = new SchemaStructure(needs);
        all.forEach(part -> structure
                .parts
                .computeIfAbsent(part.unit(), unit -> new ArrayList<>())
                .add(part));
        return structure.order(all);
    }

    private List<Part> order(List<Part> all) {
        all.stream().filter(part -> part.step() == MAKE).forEach(part -> make(part.unit()));
        List<String> units = ordered.stream().map(Part::unit).toList();
        all.stream()
                .filter(part -> part.step() < REFRESH && !made.contains(part))
                .forEach(ordered::add);
        // One view is filled from another, in the order in which they could be made.
        all.stream()
                .filter(part -> part.step() == REFRESH)
                .sorted(Comparator.comparingInt(part -> units.indexOf(part.unit())))
                .forEach(ordered::add);
        all.stream().filter(part -> part.step() > REFRESH).forEach(ordered::add);
        return ordered;
    }

    /** First what it needs: also a primary key, which a view that groups by it needs. */
    private void make(String unit) {
        if (!seen.add(unit)) {
            return;
        }
        needs.getOrDefault(unit, List.of()).forEach(this::make);
        for (Part part : parts.getOrDefault(unit, List.of())) {
            if (part.step() == MAKE || unit.startsWith("constraint:")) {
                made.add(part);
                ordered.add(part);
            }
        }
    }
}
