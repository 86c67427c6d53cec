package ai.ekaya.boot.fleet;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Violations put into a ledger that has none, to see that {@link LedgerCheck} finds each; all is rolled back. */
public final class Planted {
    /** A tick that was started, the last of its app as far as there are several. */
    private static final String ONE_STARTED =
            "(SELECT ctid FROM ekaya.schedule_tick WHERE outcome = 'STARTED' ORDER BY due_at, app_id LIMIT 1)";

    private static final String ONE_ENTERED = "(SELECT run::uuid FROM fleet.entry ORDER BY run LIMIT 1)";

    private static final String COPY_OF_A_RUN = """
            INSERT INTO ekaya.run SELECT (jsonb_populate_record(r, jsonb_build_object(
                'id', gen_random_uuid(), 'idempotency_key', NULL, 'trigger_kind', '%s'))).*
            FROM ekaya.run r WHERE r.trigger_kind = 'schedule' AND r.state = 'ENDED' LIMIT 1
            """;

    /** On one of the tables in which nothing keeps rows apart. */
    private static final String ON_EFFECTS = """
            DO $$ DECLARE place text; found int; BEGIN
                FOR place IN SELECT d.schema_name FROM ekaya.app_database d JOIN pg_namespace n ON n.nspname = d.schema_name
                        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'effect' AND NOT c.relhasindex LOOP
                    EXECUTE replace('%s', '@', quote_ident(place) || '.effect');
                    GET DIAGNOSTICS found = ROW_COUNT;
                    EXIT WHEN found > 0;
                END LOOP;
            END $$
            """;

    /** What the check says, and what makes it say that. */
    private static final Map<String, String> PLANTS = new LinkedHashMap<>();

    static {
        PLANTS.put(
                "A run has not ended",
                "UPDATE ekaya.run SET state = 'RUNNING', outcome = NULL WHERE id = (SELECT id FROM ekaya.run LIMIT 1)");
        PLANTS.put(
                "A due time still waits",
                "UPDATE ekaya.schedule_tick SET outcome = 'WAITING', run_id = NULL, started_at = NULL WHERE ctid = "
                        + ONE_STARTED);
        PLANTS.put("A due time has more than one run", COPY_OF_A_RUN.formatted("schedule"));
        PLANTS.put("A scheduled run has no due time", COPY_OF_A_RUN.formatted("schedule"));
        PLANTS.put("A run that ended has not one event of it in the audit", COPY_OF_A_RUN.formatted("manual"));
        PLANTS.put("A run stands for more than one due time", """
                UPDATE ekaya.schedule_tick SET run_id = (SELECT run_id FROM ekaya.schedule_tick WHERE ctid = %s)
                WHERE ctid = (SELECT ctid FROM ekaya.schedule_tick WHERE outcome = 'STARTED' AND ctid <> %s LIMIT 1)
                """.formatted(ONE_STARTED, ONE_STARTED));
        PLANTS.put(
                "A due time was started and has no run",
                "DELETE FROM ekaya.run WHERE id = (SELECT run_id FROM ekaya.schedule_tick WHERE ctid = " + ONE_STARTED
                        + ")");
        PLANTS.put(
                "A run that succeeded has no journal",
                "DELETE FROM ekaya.run_journal WHERE run_id = (SELECT id FROM ekaya.run WHERE outcome = 'SUCCEEDED' LIMIT 1)");
        PLANTS.put("was due at", "DELETE FROM ekaya.schedule_tick WHERE ctid = " + ONE_STARTED);
        PLANTS.put(
                "its cursor says",
                "UPDATE ekaya.schedule_cursor SET due_at = due_at - interval '30 seconds' WHERE app_id = (SELECT app_id"
                        + " FROM ekaya.schedule_tick LIMIT 1)");
        PLANTS.put("has a line too many", """
                INSERT INTO ekaya.schedule_tick SELECT (jsonb_populate_record(t, jsonb_build_object('outcome', 'SKIPPED',
                    'run_id', NULL, 'due_at', t.due_at + interval '10 years', 'until_at', t.until_at + interval '10 years'))).*
                FROM ekaya.schedule_tick t WHERE ctid =\s""" + ONE_STARTED);
        PLANTS.put(
                "An effect was committed twice", ON_EFFECTS.formatted("INSERT INTO @ (run) SELECT run FROM @ LIMIT 1"));
        PLANTS.put("An effect outside was made twice", "INSERT INTO fleet.posted SELECT run FROM fleet.made LIMIT 1");
        PLANTS.put("An effect outside is no run's", "INSERT INTO fleet.entry SELECT gen_random_uuid()");
        PLANTS.put(
                "A run succeeded without its effect outside",
                "INSERT INTO fleet.outsider SELECT app_id FROM ekaya.run r WHERE r.outcome = 'SUCCEEDED'"
                        + " AND r.id::text NOT IN (SELECT run FROM fleet.made) LIMIT 1");
        PLANTS.put(
                "A lost run does not name its effect outside",
                "DELETE FROM ekaya.run_effect WHERE run_id = " + ONE_ENTERED
                        + "; UPDATE ekaya.run SET outcome = 'LOST' WHERE id = " + ONE_ENTERED);
        PLANTS.put("An effect is no run's", ON_EFFECTS.formatted("INSERT INTO @ (run) SELECT gen_random_uuid()"));
        PLANTS.put(
                "A run succeeded without its effect",
                ON_EFFECTS.formatted("DELETE FROM @ WHERE run IN (SELECT id::text FROM ekaya.run"
                        + " WHERE outcome = ''SUCCEEDED'')"));
    }

    private Planted() {}

    public static int count() {
        return PLANTS.size();
    }

    /** What was planted and not found; none when the check is as good as it should be. */
    public static List<String> missed(Connection database) throws SQLException {
        List<String> missed = new ArrayList<>();
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            for (Map.Entry<String, String> plant : PLANTS.entrySet()) {
                statement.execute(plant.getValue());
                String expected = plant.getKey();
                if (LedgerCheck.of(database).violations().stream().noneMatch(found -> found.contains(expected))) {
                    missed.add(expected);
                }
                database.rollback();
            }
        } finally {
            database.rollback();
            database.setAutoCommit(true);
        }
        return missed;
    }
}
