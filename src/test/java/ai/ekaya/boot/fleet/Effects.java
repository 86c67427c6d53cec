package ai.ekaya.boot.fleet;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What apps of the harness wrote into their tables {@code effect}, against what their runs say: {@code run} is the run's id, and
 * {@code times} how often the app asked for it under one key.
 */
final class Effects {
    /** Of what was done outside, in {@code fleet.made} (another database, and posts), by the apps in {@code fleet.outsider}. */
    private static final Map<String, String> OUTSIDE = new LinkedHashMap<>();

    static {
        OUTSIDE.put(
                "An effect outside was made twice",
                "SELECT run || ': ' || count(*) FROM fleet.made GROUP BY run HAVING count(*) > 1");
        OUTSIDE.put("An effect outside is no run's", """
                SELECT e.run FROM fleet.made e LEFT JOIN ekaya.run r ON r.id = e.run::uuid WHERE r.id IS NULL
                """);
        OUTSIDE.put("A run succeeded without its effect outside", """
                SELECT r.id || ' of ' || r.app_slug FROM ekaya.run r JOIN fleet.outsider o ON o.app_id = r.app_id
                WHERE r.outcome = 'SUCCEEDED' AND NOT EXISTS (SELECT 1 FROM fleet.made e WHERE e.run = r.id::text)
                """);
        OUTSIDE.put("A lost run does not name its effect outside", """
                SELECT r.id || ' of ' || r.app_slug FROM fleet.made e JOIN ekaya.run r ON r.id = e.run::uuid
                WHERE r.outcome <> 'SUCCEEDED' AND NOT EXISTS (SELECT 1 FROM ekaya.run_effect n WHERE n.run_id = r.id)
                """);
    }

    private Effects() {}

    static List<String> check(Connection database) {
        Optional<String> all = all(database);
        List<String> violations = new ArrayList<>();
        all.ifPresent(effects -> {
            String from =
                    " FROM (" + effects + ") e LEFT JOIN ekaya.run r ON r.id = e.run::uuid AND r.app_id = e.app_id";
            LedgerCheck.find(
                    database,
                    "An effect was committed twice",
                    "SELECT e.app_id || ', run ' || e.run || ': ' || count(*)" + from
                            + " GROUP BY e.app_id, e.run HAVING count(*) > 1",
                    violations);
            LedgerCheck.find(
                    database,
                    "An effect is no run's",
                    "SELECT e.app_id || ', run ' || e.run" + from + " WHERE r.id IS NULL",
                    violations);
            LedgerCheck.find(
                    database,
                    "A run succeeded without its effect",
                    "SELECT r.id || ' of ' || r.app_slug FROM ekaya.run r JOIN fleet.writer w ON w.app_id = r.app_id"
                            + " WHERE r.outcome = 'SUCCEEDED' AND NOT EXISTS (SELECT 1 FROM (" + effects
                            + ") e WHERE e.run = r.id::text)",
                    violations);
            if (knows(database, "ekaya.run_effect")) {
                LedgerCheck.find(
                        database,
                        "A lost run does not name its effect",
                        "SELECT r.id || ' of ' || r.app_slug" + from
                                + " WHERE r.outcome = 'LOST' AND NOT EXISTS (SELECT 1 FROM ekaya.run_effect n"
                                + " WHERE n.run_id = r.id AND n.function = 'db_query')",
                        violations);
            }
        });
        OUTSIDE.forEach((what, sql) -> LedgerCheck.find(database, what, sql, violations));
        return violations;
    }

    /** A statement that gives the effects of all apps; empty when no app has the table. */
    static Optional<String> all(Connection database) {
        List<String> parts = LedgerCheck.texts(database, """
                SELECT format('SELECT %L::uuid AS app_id, run, times FROM %I.effect', d.app_id, d.schema_name)
                FROM ekaya.app_database d JOIN pg_class c ON c.relname = 'effect'
                JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = d.schema_name
                """);
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" UNION ALL ", parts));
    }

    static boolean knows(Connection database, String table) {
        return LedgerCheck.texts(database, "SELECT to_regclass('" + table + "')::text")
                        .get(0)
                != null;
    }
}
