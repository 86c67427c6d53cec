package ai.ekaya.boot.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a database on which nothing runs any more whether all that was due and all that ran is accounted for. It looks at tables and not
 * through the product, and reckons due times with another implementation of cron. To be asked as a superuser, who sees all projects.
 *
 * @param violations each a sentence; none when all is as it should be
 */
public record LedgerCheck(List<String> violations) {
    /** Of one kind; more of the same tell nothing new. */
    private static final int SHOWN_COUNT = 10;

    /** What must not be, and the statement that finds it: one text a row. */
    private static final Map<String, String> FORBIDDEN = new LinkedHashMap<>();

    static {
        FORBIDDEN.put(
                "A run has not ended",
                "SELECT r.id || ' of ' || r.app_slug || ', ' || r.state FROM ekaya.run r WHERE r.state <> 'ENDED'");
        FORBIDDEN.put("A due time still waits", """
                SELECT t.app_id || ' at ' || t.due_at FROM ekaya.schedule_tick t WHERE t.outcome = 'WAITING'
                """);
        FORBIDDEN.put("A due time has more than one run", """
                SELECT r.app_slug || ' ' || r.app_id || ' at ' || (r.trigger_json::jsonb ->> 'dueAt') || ': ' || count(*)
                FROM ekaya.run r WHERE r.trigger_kind = 'schedule' GROUP BY r.app_slug, r.app_id, r.trigger_json::jsonb ->> 'dueAt'
                HAVING count(*) > 1
                """);
        FORBIDDEN.put("A run stands for more than one due time", """
                SELECT t.run_id || ': ' || count(*) FROM ekaya.schedule_tick t WHERE t.run_id IS NOT NULL
                GROUP BY t.run_id HAVING count(*) > 1
                """);
        FORBIDDEN.put("A due time was started and has no run", """
                SELECT t.app_id || ' at ' || t.due_at FROM ekaya.schedule_tick t
                LEFT JOIN ekaya.run r ON r.id = t.run_id AND r.app_id = t.app_id
                    AND (r.trigger_json::jsonb ->> 'dueAt')::timestamptz = t.due_at
                WHERE t.outcome = 'STARTED' AND r.id IS NULL
                """);
        FORBIDDEN.put("A scheduled run has no due time", """
                SELECT r.id || ' of ' || r.app_slug FROM ekaya.run r LEFT JOIN ekaya.schedule_tick t ON t.run_id = r.id
                WHERE r.trigger_kind = 'schedule' AND t.run_id IS NULL
                """);
        FORBIDDEN.put("A run that succeeded has no journal", """
                SELECT r.id || ' of ' || r.app_slug FROM ekaya.run r LEFT JOIN ekaya.run_journal j ON j.run_id = r.id
                WHERE r.outcome = 'SUCCEEDED' AND j.run_id IS NULL
                """);
        FORBIDDEN.put("A run that ended has not one event of it in the audit", """
                SELECT r.id || ' of ' || r.app_slug || ': ' || count(e.id) FROM ekaya.run r
                LEFT JOIN ekaya.audit_event e ON e.subject = 'run:' || r.id AND e.type = 'RUN_ENDED'
                WHERE r.state = 'ENDED' GROUP BY r.id, r.app_slug HAVING count(e.id) <> 1
                """);
        FORBIDDEN.put("An app's database lacks its schema or its role", """
                SELECT d.app_id || ': ' || d.schema_name || ', ' || d.role_name FROM ekaya.app_database d
                WHERE NOT EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = d.schema_name)
                    OR NOT EXISTS (SELECT 1 FROM pg_roles o WHERE o.rolname = d.role_name)
                """);
        FORBIDDEN.put("A cursor, a line or a run belongs to no app", """
                SELECT x.app_id::text FROM (SELECT app_id FROM ekaya.schedule_cursor UNION SELECT app_id FROM ekaya.schedule_tick
                    UNION SELECT app_id FROM ekaya.run) x LEFT JOIN ekaya.installed_app a ON a.id = x.app_id WHERE a.id IS NULL
                """);
    }

    public LedgerCheck {
        violations = List.copyOf(violations);
    }

    /** All checks, on one state of the tables: a schedule that is paused still gets a line for each due time. */
    public static LedgerCheck of(Connection database) {
        try {
            if (!database.getAutoCommit()) {
                return check(database);
            }
            database.setAutoCommit(false);
            try {
                database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                return check(database);
            } finally {
                database.rollback();
                database.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                database.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LedgerCheck check(Connection database) {
        List<String> violations = new ArrayList<>();
        FORBIDDEN.forEach((what, sql) -> find(database, what, sql, violations));
        violations.addAll(Effects.check(database));
        violations.addAll(DueTimes.check(database));
        return new LedgerCheck(violations);
    }

    static void find(Connection database, String what, String sql, List<String> violations) {
        List<String> found = texts(database, sql);
        found.stream().limit(SHOWN_COUNT).forEach(one -> violations.add(what + ": " + one));
        if (found.size() > SHOWN_COUNT) {
            violations.add(what + ": " + (found.size() - SHOWN_COUNT) + " more");
        }
    }

    /** The first column of each row. */
    static List<String> texts(Connection database, String sql) {
        try (PreparedStatement statement = database.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + " in " + sql, e);
        }
    }

    @Override
    public String toString() {
        return violations.isEmpty() ? "no violation" : String.join("\n", violations);
    }
}
