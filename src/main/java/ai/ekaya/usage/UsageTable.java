package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The rows of table {@code usage_day}: by slug, so that taking an app away and installing it again gives it no second day. */
final class UsageTable {
    /** Of a day's row, so that runs that end at once seldom wait for each other. */
    private static final int SLOTS = 16;

    private UsageTable() {}

    /** A day of one app. */
    record Day(LocalDate day, String app, Spent spent) {}

    /** For {@link Together}, to be written if its first part gives a row. */
    static Together.Part add(ProjectId project, String app, LocalDate day, Spent spent) {
        return Together.Part.of(
                "usage",
                """
                INSERT INTO ekaya.usage_day AS u (project_id, app, day, slot, runs, fuel, sql_millis, egress_bytes, tokens)
                SELECT ?::uuid, ?, ?::date, ?::smallint, ?::bigint, ?::bigint, ?::bigint, ?::bigint, ?::bigint FROM first
                ON CONFLICT (project_id, day, app, slot) DO UPDATE SET runs = u.runs + excluded.runs,
                    fuel = u.fuel + excluded.fuel, sql_millis = u.sql_millis + excluded.sql_millis,
                    egress_bytes = u.egress_bytes + excluded.egress_bytes, tokens = u.tokens + excluded.tokens
                """,
                project.value(),
                app,
                day,
                slot(),
                spent.runs(),
                spent.fuel(),
                spent.sqlMillis(),
                spent.egressBytes(),
                spent.tokens());
    }

    /** Where what is spent now is added. */
    static int slot() {
        return ThreadLocalRandom.current().nextInt(SLOTS);
    }

    /** Newest day first, then by app. */
    static List<Day> from(Transaction transaction, ProjectId project, LocalDate first) {
        return Sql.list(
                transaction,
                """
                SELECT day, app, sum(runs)::bigint AS runs, sum(fuel)::bigint AS fuel, sum(sql_millis)::bigint AS sql_millis,
                    sum(egress_bytes)::bigint AS egress_bytes, sum(tokens)::bigint AS tokens
                FROM ekaya.usage_day WHERE project_id = ? AND day >= ? GROUP BY day, app ORDER BY day DESC, app
                """,
                row -> new Day(row.getObject("day", LocalDate.class), row.getString("app"), spent(row)),
                project.value(),
                first);
    }

    /** Not in {@link #account}, which is read for runs. */
    static long communityTokens(Transaction transaction, ProjectId project, LocalDate day) {
        return Sql.first(
                        transaction,
                        "SELECT coalesce(sum(community_tokens), 0)::bigint FROM ekaya.usage_day"
                                + " WHERE project_id = ? AND day = ?",
                        row -> row.getLong(1),
                        project.value(),
                        day)
                .orElse(0L);
    }

    /** A day, the budgets and the weight in one statement: it is read for runs. */
    static Account account(Transaction transaction, ProjectId project, LocalDate day, Limits limits) {
        Map<String, Spent> spent = new TreeMap<>();
        Map<BudgetTable.Key, Long> budgets = new HashMap<>();
        AtomicInteger weight = new AtomicInteger(1);
        Sql.list(
                transaction,
                """
                SELECT 'used' AS what, app, NULL AS meter, NULL::bigint AS per_day, sum(runs)::bigint AS runs, sum(fuel)::bigint AS fuel,
                    sum(sql_millis)::bigint AS sql_millis, sum(egress_bytes)::bigint AS egress_bytes,
                    sum(tokens)::bigint AS tokens
                FROM ekaya.usage_day WHERE project_id = ? AND day = ? GROUP BY app
                UNION ALL
                SELECT 'may', app, meter, per_day, 0, 0, 0, 0, 0 FROM ekaya.usage_budget WHERE project_id = ?
                UNION ALL
                SELECT 'weighs', NULL, NULL, weight, 0, 0, 0, 0, 0 FROM ekaya.project WHERE id = ?
                """,
                row -> {
                    switch (row.getString("what")) {
                        case "used" -> spent.put(row.getString("app"), spent(row));
                        case "may" ->
                            budgets.put(
                                    new BudgetTable.Key(row.getString("app"), Meter.valueOf(row.getString("meter"))),
                                    row.getLong("per_day"));
                        default -> weight.set(row.getInt("per_day"));
                    }
                    return true;
                },
                project.value(),
                day,
                project.value(),
                project.value());
        return new Account(project, day, spent, budgets, weight.get(), limits);
    }

    private static Spent spent(ResultSet row) throws SQLException {
        return new Spent(
                row.getLong("runs"),
                row.getLong("fuel"),
                row.getLong("sql_millis"),
                row.getLong("egress_bytes"),
                row.getLong("tokens"));
    }

    static void forget(Transaction transaction, ProjectId project, LocalDate before) {
        Sql.update(
                transaction, "DELETE FROM ekaya.usage_day WHERE project_id = ? AND day < ?", project.value(), before);
    }
}
