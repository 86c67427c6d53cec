package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rows of table {@code usage_budget}. */
final class BudgetTable {
    private BudgetTable() {}

    /** Whose budget of what; app {@code ""} is the project. */
    record Key(String app, Meter meter) {}

    /** A project's budgets are set one after the other, so that their count holds and the audit tells what was before. */
    static void lock(Transaction transaction, ProjectId project) {
        Sql.first(
                transaction,
                "SELECT id FROM ekaya.project WHERE id = ? FOR NO KEY UPDATE",
                row -> true,
                project.value());
    }

    static Map<Key, Long> of(Transaction transaction, ProjectId project) {
        Map<Key, Long> budgets = new HashMap<>();
        Sql.list(
                transaction,
                "SELECT app, meter, per_day FROM ekaya.usage_budget WHERE project_id = ?",
                row -> budgets.put(
                        new Key(row.getString("app"), Meter.valueOf(row.getString("meter"))), row.getLong("per_day")),
                project.value());
        return budgets;
    }

    /** @param perDay empty takes the budget away */
    static void put(Transaction transaction, ProjectId project, Key key, Optional<Long> perDay) {
        if (perDay.isEmpty()) {
            Sql.update(
                    transaction,
                    "DELETE FROM ekaya.usage_budget WHERE project_id = ? AND app = ? AND meter = ?",
                    project.value(),
                    key.app(),
                    key.meter().name());
            return;
        }
        Sql.update(transaction, """
                INSERT INTO ekaya.usage_budget (project_id, app, meter, per_day) VALUES (?, ?, ?, ?)
                ON CONFLICT (project_id, app, meter) DO UPDATE SET per_day = excluded.per_day
                """, project.value(), key.app(), key.meter().name(), perDay.get());
    }
}
