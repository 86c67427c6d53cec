package ai.ekaya.boot.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.Platform;
import ai.ekaya.schedule.Schedules;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The harness itself: it says nothing of a ledger that is as it should be, and finds each thing that is put into it. */
class LedgerCheckIT {
    private static final int MINUTES = 5;

    /** A run is over when the look that started it is. */
    private final Platform platform = Platform.open(Limits.defaults(), Runnable::run);

    private Connection database;

    @BeforeEach
    void keep_a_ledger() throws SQLException {
        InstalledApp app = platform.install(Platform.app("""
                export default async ({host}) => {
                  const {runId} = await host.auth.context();
                  await host.db.query('INSERT INTO effect (run) VALUES ($1)', [runId]);
                }
                """)
                .with("schema.sql", "CREATE TABLE effect (run text NOT NULL, times int NOT NULL DEFAULT 1)"));
        platform.changes.patch(
                platform.admin,
                platform.project,
                app.slug(),
                JsonNodeFactory.instance.objectNode().put("schedule", "*/2 * * * *"));
        Schedules schedules = new Schedules(
                platform.store,
                platform.limits,
                platform.clock,
                platform.apps,
                new BarredSchedules(new AuditLog(platform.clock)),
                platform.runs);
        schedules.poll();
        platform.sql("CREATE SCHEMA fleet; CREATE TABLE fleet.writer AS SELECT app_id FROM ekaya.app_database;"
                + " CREATE TABLE fleet.first_due AS SELECT app_id, due_at FROM ekaya.schedule_cursor");
        for (int i = 0; i < MINUTES; i++) {
            platform.clock.advance(Duration.ofMinutes(2));
            schedules.poll();
        }
        platform.sql("CREATE TABLE fleet.outsider (app_id uuid);"
                + " CREATE TABLE fleet.entry AS SELECT id::text AS run FROM ekaya.run LIMIT 1;"
                + " CREATE TABLE fleet.posted (run text NOT NULL);"
                + " CREATE VIEW fleet.made AS SELECT run FROM fleet.entry UNION ALL SELECT run FROM fleet.posted");
        database = TestDatabase.superuser(platform.text("SELECT current_database()"));
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
        platform.close();
    }

    @Test
    void finds_nothing_where_all_is_as_it_should_be() {
        assertThat(platform.count("SELECT count(*) FROM ekaya.run WHERE outcome = 'SUCCEEDED'"))
                .isEqualTo(MINUTES);
        assertThat(LedgerCheck.of(database).violations()).isEmpty();
    }

    @Test
    void finds_each_violation_that_is_put_there() throws SQLException {
        assertThat(Planted.missed(database)).isEmpty();
        assertThat(Planted.count()).isGreaterThan(10);
        assertThat(LedgerCheck.of(database).violations()).isEmpty();
    }
}
