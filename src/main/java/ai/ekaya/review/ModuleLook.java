package ai.ekaya.review;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What can be told of a compiled app without its source: its ways in and out, what its data names, what its data hides. */
final class ModuleLook {
    private static final String CHECK = "module";
    private static final String FILE = "app.wasm";
    private static final int CUSTOM_BYTES_MAX = 64 * 1024;

    /** What the platform calls, and what linkers export beside it. */
    private static final Set<String> CALLED = Set.of("memory", "ekaya_alloc", "ekaya_run", "_initialize");

    private static final Pattern LINKERS =
            Pattern.compile("__(?:data_end|heap_base|heap_end|stack_pointer|indirect_function_table|"
                    + "global_base|memory_base|table_base|dso_handle)|malloc|free|calloc|realloc");

    /** Sections that compilers write. */
    private static final Set<String> USUAL = Set.of("name", "producers", "target_features", "linking");

    private final byte[] module;
    private final ModuleSections sections;
    private final Found found;

    private ModuleLook(byte[] module, Found found) {
        this.module = module;
        this.sections = ModuleSections.of(module);
        this.found = found;
    }

    /**
     * @param known the names of all host functions
     * @param granted those that the package asks for
     */
    static ModuleSections at(byte[] module, Set<String> known, Set<String> granted, Found found) {
        ModuleLook look = new ModuleLook(module, found);
        look.waysIn();
        look.furtherSections();
        look.data();
        look.names(known, granted);
        return look.sections;
    }

    private void waysIn() {
        sections.exports().stream()
                .filter(name -> !CALLED.contains(name) && !LINKERS.matcher(name).matches())
                .forEach(
                        name -> found.note(CHECK, FILE, "Exports " + shown(name) + ", which the platform never calls"));
        if (!sections.custom().containsKey("name")) {
            found.note(CHECK, FILE, "Has no names of functions: of what its code does, nothing can be read");
        }
    }

    private void furtherSections() {
        for (Map.Entry<String, Integer> section : sections.custom().entrySet()) {
            String what =
                    "Section " + shown(section.getKey()) + " of " + section.getValue() + " bytes, which nothing runs";
            if (section.getKey().startsWith(".debug_") || USUAL.contains(section.getKey())) {
                continue;
            }
            if (section.getValue() > CUSTOM_BYTES_MAX) {
                found.warning(CHECK, FILE, what);
            } else {
                found.note(CHECK, FILE, what);
            }
        }
    }

    private void data() {
        int packed = sections.data().stream()
                .mapToInt(range -> Packed.bytes(module, range.from(), range.to()))
                .sum();
        if (packed > 0) {
            found.warning(
                    CHECK, FILE, packed + " bytes of its data look packed or encrypted, as tables of numbers may, too");
        }
    }

    /** A module has one way out, and says by a text which host function it wants: that text mostly stands in its data. */
    private void names(Set<String> known, Set<String> granted) {
        String text = text();
        Set<String> named = new TreeSet<>();
        for (String name : known) {
            // Those of one word are words of any text.
            if (text.contains(name)) {
                named.add(name);
            }
        }
        named.stream()
                .filter(name -> name.indexOf('_') > 0 && !granted.contains(name))
                .forEach(name -> found.warning(
                        CHECK, FILE, "Names the host function " + name + ", which the package does not ask for"));
        granted.stream()
                .filter(name -> !named.contains(name))
                .sorted()
                .forEach(name -> found.note(
                        CHECK,
                        FILE,
                        "Asks for " + name
                                + ", and its data does not name it: it is unused, or put together as it runs"));
    }

    /** A character a byte, a line a segment: where one byte stands beside another is kept. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (ModuleSections.Range range : sections.data()) {
            text.append(new String(module, range.from(), range.to() - range.from(), StandardCharsets.ISO_8859_1))
                    .append('\n');
        }
        return text.toString();
    }

    private static String shown(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return "'" + (plain.length() > 60 ? plain.substring(0, 60) + "…" : plain) + "'";
    }

    static List<String> imports(ModuleSections sections) {
        return sections.imports().stream().map(ModuleLook::shown).sorted().toList();
    }
}
