package ai.ekaya.appdb;

import ai.ekaya.limits.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares a copy with what it was copied from, by what the catalogs say of each and by counting rows. It knows nothing of how the
 * copy was made.
 */
final class SchemaCheck {
    private static final String TABLES = "SELECT relname FROM pg_catalog.pg_class"
            + " WHERE relnamespace = '%s'::pg_catalog.regnamespace AND relkind = 'r' ORDER BY relname";

    private SchemaCheck() {}

    private record Fact(String what, String text) {}

    /** @throws Refusal naming the first thing that is not the same */
    static void requireSame(Connection owner, AppLogin live, AppLogin copy) throws SQLException {
        // Both are read under one name, so that they may not differ in that either.
        String name = AppLogin.newName();
        Set<Fact> differing = new LinkedHashSet<>(facts(owner, live.schema(), name));
        for (Fact fact : facts(owner, copy.schema(), name)) {
            if (!differing.remove(fact)) {
                differing.add(fact);
            }
        }
        if (!differing.isEmpty()) {
            throw differs(differing.iterator().next().what().replace(name + ".", ""));
        }
    }

    private static List<Fact> facts(Connection owner, String schema, String as) throws SQLException {
        return SchemaText.read(
                owner, "facts", schema, as, row -> new Fact(row.getString(1), String.valueOf(row.getString(2))));
    }

    /** As the app's role. The transaction reads both in one state. */
    static void requireSameRows(Connection app, AppLogin live, AppLogin copy) throws SQLException {
        List<String> tables = AppRoles.names(app, TABLES.formatted(live.schema()));
        if (!AppRoles.names(app, TABLES.formatted(copy.schema())).equals(tables)) {
            throw differs("tables");
        }
        for (String table : tables) {
            String quoted = "\"" + table.replace("\"", "\"\"") + "\"";
            List<String> differ = AppRoles.names(
                    app,
                    "SELECT 1 WHERE (SELECT pg_catalog.count(*) FROM ONLY %s.%s) <> (SELECT pg_catalog.count(*) FROM ONLY %s.%s)"
                            .formatted(live.schema(), quoted, copy.schema(), quoted));
            if (!differ.isEmpty()) {
                throw differs("rows of table " + table);
            }
        }
    }

    private static Refusal differs(String what) {
        return SchemaCopying.cannot(what, "it is not the same in the copy", new IllegalStateException(what));
    }
}
