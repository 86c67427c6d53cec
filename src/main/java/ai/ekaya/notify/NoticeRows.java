package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Table {@code notification}, as it is written, and {@code notice_day}, which counts what apps told. */
final class NoticeRows {
    private NoticeRows() {}

    /** @param key one of the project's; the rows' order, so that two runs that tell the same wait for each other and never both */
    record Row(UUID id, Severity severity, NoticeText text, String key, int count) {}

    /** Of an app and its run. */
    record About(ProjectId project, String app, Optional<UUID> run) {}

    /**
     * One that is open is told of again: it has the newest text and run, and is as urgent as it ever was. Those of one run are a
     * microsecond apart, so that lists have them in the order in which they were told.
     */
    static Together.Part notices(About about, List<Row> rows, Instant now) {
        List<Row> sorted = rows.stream().sorted(Comparator.comparing(Row::key)).toList();
        return Together.Part.of(
                "notice",
                """
                INSERT INTO ekaya.notification AS known
                    (id, project_id, severity, title, body, app, run_id, dedupe_key, count, created_at, last_at)
                SELECT told.id, ?::uuid, told.severity, told.title, told.body, ?, ?::uuid, told.dedupe_key, told.count,
                    ?::timestamptz, ?::timestamptz + told.place * interval '1 microsecond'
                FROM first, unnest(?::uuid[], ?, ?, ?, ?, ?, ?) AS told (id, severity, title, body, dedupe_key, count, place)
                ON CONFLICT (project_id, dedupe_key) WHERE acknowledged_at IS NULL DO UPDATE SET
                    title = excluded.title, body = excluded.body, run_id = coalesce(excluded.run_id, known.run_id),
                    count = known.count + excluded.count, last_at = excluded.last_at,
                    severity = CASE WHEN array_position(ARRAY['INFO', 'WARNING', 'CRITICAL'], known.severity)
                        > array_position(ARRAY['INFO', 'WARNING', 'CRITICAL'], excluded.severity)
                        THEN known.severity ELSE excluded.severity END
                RETURNING id, project_id, severity, app
                """,
                about.project().value(),
                about.app(),
                about.run(),
                now,
                now,
                texts(sorted, row -> row.id().toString()),
                texts(sorted, row -> row.severity().name()),
                texts(sorted, row -> row.text().title()),
                texts(sorted, row -> row.text().body()),
                texts(sorted, Row::key),
                sorted.stream().mapToInt(Row::count).toArray(),
                sorted.stream().mapToInt(rows::indexOf).toArray());
    }

    private static String[] texts(List<Row> rows, Function<Row, String> of) {
        return rows.stream().map(of).toArray(String[]::new);
    }

    static Together.Part day(About about, int told, Instant now) {
        return Together.Part.of("notice_day", """
                INSERT INTO ekaya.notice_day AS known (project_id, app, day, told) SELECT ?::uuid, ?, ?::date, ? FROM first
                ON CONFLICT (project_id, app, day) DO UPDATE SET told = known.told + excluded.told
                """, about.project().value(), about.app(), day(now), told);
    }

    static int toldToday(Transaction transaction, ProjectId project, String app, Instant now) {
        return Sql.first(
                        transaction,
                        "SELECT told FROM ekaya.notice_day WHERE project_id = ? AND app = ? AND day = ?",
                        row -> row.getInt("told"),
                        project.value(),
                        app,
                        day(now))
                .orElse(0);
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Those that are too old or too many go, acknowledged or not; what another transaction writes just now stays. */
    static void sweep(Transaction transaction, ProjectId project, Instant before, long countMax, Instant now) {
        Sql.update(transaction, """
                DELETE FROM ekaya.notification WHERE id IN (
                    SELECT id FROM ekaya.notification WHERE project_id = ? AND (last_at < ? OR id IN (
                        SELECT id FROM ekaya.notification WHERE project_id = ? ORDER BY last_at DESC, id DESC OFFSET ?))
                    FOR UPDATE SKIP LOCKED)
                """, project.value(), before, project.value(), countMax);
        Sql.update(
                transaction,
                "DELETE FROM ekaya.notice_day WHERE project_id = ? AND day < ?",
                project.value(),
                day(now));
    }
}
