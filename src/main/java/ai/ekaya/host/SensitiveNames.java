package ai.ekaya.host;

import ai.ekaya.classification.ColumnKey;
import ai.ekaya.sql.ColumnOrigin;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The sensitive columns of a datasource, or of several, found by their full name or by their own. Immutable. */
final class SensitiveNames {
    static final SensitiveNames NONE = new SensitiveNames(Set.of());
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    private final Set<ColumnKey> keys;
    private final Map<String, ColumnKey> byName = new HashMap<>();
    private final Map<String, ColumnKey> byTable = new HashMap<>();

    SensitiveNames(Collection<ColumnKey> keys) {
        this.keys = new HashSet<>(keys);
        keys.forEach(key -> {
            byName.putIfAbsent(lower(key.column()), key);
            byTable.putIfAbsent(lower(key.table()), key);
        });
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean has(ColumnOrigin origin) {
        return keys.contains(new ColumnKey(origin.schema(), origin.table(), origin.column()));
    }

    /** A column that is called so, whatever its table. */
    Optional<ColumnKey> named(String label) {
        return Optional.ofNullable(byName.get(lower(label)));
    }

    /** One that a statement names. */
    Optional<ColumnKey> in(String sql) {
        return in(byName, sql);
    }

    /** The full name of a table that has such columns and that a statement names. */
    Optional<String> tableIn(String sql) {
        return in(byTable, sql).map(key -> key.schema() + "." + key.table());
    }

    private static Optional<ColumnKey> in(Map<String, ColumnKey> byName, String sql) {
        if (byName.isEmpty()) {
            return Optional.empty();
        }
        if (!StatementText.hasWrittenNames(sql)) {
            return byName.values().stream().findFirst();
        }
        return WORD.matcher(sql)
                .results()
                .map(word -> byName.get(lower(word.group())))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .or(() -> quotedIn(byName, lower(sql)));
    }

    /** Of names that are no word. */
    private static Optional<ColumnKey> quotedIn(Map<String, ColumnKey> byName, String sql) {
        return byName.entrySet().stream()
                .filter(name -> !WORD.matcher(name.getKey()).matches() && sql.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
