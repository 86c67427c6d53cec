package ai.ekaya.usage;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The rows of table {@code usage_day}: by slug, so that taking an app away and installing it again gives it no second day. */
final class UsageTable {
    /** Of a day's row, so that runs that end at once seldom wait for each other. */
    private static final int SLOTS = 16;

    private UsageTable() {}

    /** A day of one app. */
    record Day(LocalDate day, String app, Spent spent) {}

    /** @return whether it is the first of its slot on that day */
    static boolean add(Transaction transaction, ProjectId project, String app, LocalDate day, Spent spent) {
        return Sql.first(
                        transaction,
                        """
                INSERT INTO ekaya.usage_day AS u (project_id, app, day, slot, runs, fuel, sql_millis) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (project_id, day, app, slot) DO UPDATE SET runs = u.runs + excluded.runs,
                    fuel = u.fuel + excluded.fuel, sql_millis = u.sql_millis + excluded.sql_millis
                RETURNING xmax = 0
                """,
                        row -> row.getBoolean(1),
                        project.value(),
                        app,
                        day,
                        ThreadLocalRandom.current().nextInt(SLOTS),
                        spent.runs(),
                        spent.fuel(),
                        spent.sqlMillis())
                .orElseThrow();
    }

    /** Newest day first, then by app. */
    static List<Day> from(Transaction transaction, ProjectId project, LocalDate first) {
        return Sql.list(
                transaction,
                """
                SELECT day, app, sum(runs)::bigint AS runs, sum(fuel)::bigint AS fuel, sum(sql_millis)::bigint AS sql_millis
                FROM ekaya.usage_day WHERE project_id = ? AND day >= ? GROUP BY day, app ORDER BY day DESC, app
                """,
                row -> new Day(
                        row.getObject("day", LocalDate.class),
                        row.getString("app"),
                        new Spent(row.getLong("runs"), row.getLong("fuel"), row.getLong("sql_millis"))),
                project.value(),
                first);
    }

    static void forget(Transaction transaction, ProjectId project, LocalDate before) {
        Sql.update(
                transaction, "DELETE FROM ekaya.usage_day WHERE project_id = ? AND day < ?", project.value(), before);
    }
}
