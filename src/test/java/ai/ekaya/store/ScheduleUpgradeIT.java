package ai.ekaya.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A database whose schedules are still cron texts: they go on as they are. */
class ScheduleUpgradeIT {
    private final DatabaseUrl url = TestDatabase.fresh();
    private final UUID a = UUID.randomUUID();

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void migrateToTheVersionBefore() throws SQLException {
        var owner = Store.driver("test", url);
        RuntimeLogin login = RuntimeLogin.ensure(owner, url, Optional.empty());
        List<String> before = Migrations.names().stream()
                .takeWhile(name -> !name.equals("V155__schedules.sql"))
                .toList();
        Migrations.run(owner, login, before);
    }

    @Test
    void schedules_cursors_and_ticks_go_on() throws SQLException {
        migrateToTheVersionBefore();
        asSuperuser("""
                INSERT INTO ekaya.project (id, name, created_at) VALUES ('%1$s', '%1$s', now());
                INSERT INTO ekaya.app_package (project_id, package_hash, bytes, stored_at)
                    VALUES ('%1$s', repeat('0', 64), '', now());
                INSERT INTO ekaya.installed_app (id, project_id, slug, package_id, name, version, package_hash, state, grants,
                        settings, datasources, schedule, overlap, owner_id, installed_at, changed_at)
                    SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, '%1$s', 'app-' || n, 'app', 'App', '1.0.0',
                        repeat('0', 64), 'ENABLED', '{}', '{}', '{}', schedule, 'skip', '%1$s', now(), '2026-03-01T10:00:00.25Z'
                    FROM (VALUES (1, '0 6 * * *'), (2, NULL), (3, '5/15 * * * *')) AS old (n, schedule);
                INSERT INTO ekaya.schedule_cursor VALUES
                    ('00000000-0000-0000-0000-000000000001', '%1$s', '0 6 * * *', '2026-03-02T06:00:00Z'),
                    ('00000000-0000-0000-0000-000000000003', '%1$s', 'another one', '2026-03-02T06:00:00Z');
                INSERT INTO ekaya.schedule_tick VALUES
                    ('00000000-0000-0000-0000-000000000001', '2026-03-01T06:00:00Z', '%1$s', '2026-03-01T06:00:01Z', 'STARTED',
                        NULL, 0, '%1$s'),
                    ('00000000-0000-0000-0000-000000000001', '2026-02-28T06:00:00Z', '%1$s', '2026-02-28T06:00:01Z', 'SKIPPED',
                        'The run before it was still going on', 0, NULL);
                """.formatted(a));
        try (Store store = Store.open(url)) {
            assertThat(texts(store, "SELECT schedule FROM installed_app ORDER BY id"))
                    .satisfiesExactly(
                            text -> assertThat(text)
                                    .contains(
                                            "\"cron\": \"0 6 * * *\"",
                                            "\"since\": \"2026-03-01T10:00:00.250000Z\"",
                                            "\"UTC\""),
                            text -> assertThat(text).isNull(),
                            text -> assertThat(text).contains("\"cron\": \"5/15 * * * *\""));
            assertThat(texts(store, """
                    SELECT c.due_at = c.next_at AND c.schedule_key = a.schedule_key AND c.waiting = 0
                    FROM schedule_cursor c JOIN installed_app a ON a.id = c.app_id
                    """)).containsExactly("t");
            assertThat(texts(store, """
                    SELECT outcome || ' ' || coalesce(cause, '-') || ' ' || tick_count || ' ' || (until_at = due_at)
                    FROM schedule_tick ORDER BY due_at
                    """)).containsExactly("SKIPPED OVERLAP 1 true", "STARTED - 1 true");
        }
    }

    private List<String> texts(Store store, String sql) {
        return store.inProject(a, t -> {
            return Sql.list(t, sql, row -> row.getString(1));
        });
    }
}
