package ai.ekaya.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.Platform;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Several servers on one database. The schedules' owner is no user any more, so that runs end at once, refused: this is about who
 * starts what. {@code -Dschedule.ticks=2000} makes it long.
 */
class ScheduleServersIT {
    private static final int TICKS = Integer.getInteger("schedule.ticks", 200);
    private static final Limits LIMITS = Limits.defaults().with(Limit.RUN_KEPT_PER_APP_COUNT, 10_000);
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

    private final Platform platform = Platform.open(LIMITS, Runnable::run);

    @BeforeEach
    void schedule() {
        platform.install(Platform.app("export default () => 1"));
        platform.changes.patch(
                platform.admin,
                platform.project,
                "my-app",
                JsonNodeFactory.instance.objectNode().put("schedule", "* * * * *"));
        refuseRuns(platform.project);
    }

    /** By their budget, so that no guest runs: what is tried here is who starts them. */
    private void refuseRuns(ProjectId project) {
        platform.sql("INSERT INTO ekaya.usage_budget (project_id, app, meter, per_day) VALUES ('" + project
                + "', '', 'RUNS', 0)");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    /** A server that may die once it has committed a claim and before its run begins. */
    private final class Server implements Executor, AutoCloseable {
        private final AtomicBoolean dies = new AtomicBoolean();
        private final Platform on;
        private final Schedules schedules;

        Server(String name) {
            on = platform.another(name, this);
            // What a server does first of all when it starts again.
            on.runs.recover();
            schedules = new Schedules(
                    on.store, on.limits, on.clock, on.apps, new BarredSchedules(new AuditLog(on.clock)), on.runs);
        }

        @Override
        public void execute(Runnable work) {
            if (!dies.get()) {
                work.run();
            }
        }

        /** Until it comes through: the database throws some of its transactions away half-way. */
        void poll() {
            boolean done = false;
            for (int tries = 0; !done && tries < 100; tries++) {
                try {
                    schedules.poll();
                    done = true;
                } catch (IllegalStateException thrown) {
                    assertThat(thrown).hasStackTraceContaining("half-way");
                }
            }
            assertThat(done).isTrue();
        }

        @Override
        public void close() {
            on.close();
        }
    }

    @Test
    void each_due_time_has_one_run_whichever_server_dies_when() {
        platform.sql("""
                CREATE FUNCTION public.half_way() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF random() < 0.1 THEN
                        RAISE EXCEPTION 'the server dies half-way';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER tick_half_way AFTER INSERT ON ekaya.schedule_tick
                    FOR EACH ROW EXECUTE FUNCTION public.half_way();
                CREATE TRIGGER cursor_half_way AFTER UPDATE ON ekaya.schedule_cursor
                    FOR EACH ROW EXECUTE FUNCTION public.half_way();
                """);
        Random random = new Random(20261123);
        Server[] servers = {new Server("a"), new Server("b")};
        servers[0].poll();
        int deaths = 0;
        for (int minute = 1; minute <= TICKS; minute++) {
            platform.clock.set(BEGIN.plus(Duration.ofMinutes(minute)));
            int dying = random.nextInt(25) == 0 ? random.nextInt(2) : -1;
            if (dying >= 0) {
                servers[dying].dies.set(true);
            }
            CompletableFuture<Void> both = CompletableFuture.runAsync(servers[1]::poll);
            servers[0].poll();
            both.join();
            if (dying >= 0) {
                deaths++;
                servers[dying].close();
                servers[dying] = new Server(dying == 0 ? "a" : "b");
            }
        }
        servers[0].close();
        servers[1].close();
        assertThat(deaths).isPositive();
        assertThat(platform.count("SELECT count(*) FROM ekaya.schedule_tick WHERE outcome = 'STARTED'"))
                .isEqualTo(TICKS);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(TICKS);
        assertThat(platform.count("SELECT count(DISTINCT run_id) FROM ekaya.schedule_tick t JOIN ekaya.run r"
                        + " ON r.id = t.run_id AND (r.trigger_json::jsonb ->> 'dueAt')::timestamptz = t.due_at"))
                .isEqualTo(TICKS);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run WHERE outcome NOT IN ('REFUSED', 'LOST')"))
                .isZero();
    }

    @Test
    void a_hundred_schedules_due_at_one_second_start_from_project_to_project() {
        ProjectId second = new ProjectId(UUID.randomUUID());
        platform.sql("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + second + "', 'second', now())");
        platform.sql("INSERT INTO ekaya.app_package SELECT '" + second + "', package_hash, bytes, stored_at"
                + " FROM ekaya.app_package");
        refuseRuns(second);
        platform.users.put(
                platform.admin.user(),
                new Principal(
                        Principal.Kind.SCHEDULE,
                        platform.admin.user(),
                        "admin",
                        false,
                        Map.of(platform.project, Role.ADMIN, second, Role.ADMIN)));
        copies(platform.project, 49);
        copies(second, 50);
        Schedules schedules = new Schedules(
                platform.store,
                platform.limits.with(Limit.SCHEDULE_CLAIMS_COUNT, 10),
                platform.clock,
                platform.apps,
                new BarredSchedules(new AuditLog(platform.clock)),
                platform.runs);
        schedules.poll();
        platform.clock.set(BEGIN.plus(Duration.ofMinutes(1)));
        assertThat(schedules.poll()).isEqualTo(100);
        // In each transaction, of each project as many.
        assertThat(platform.count("SELECT count(DISTINCT xmin::text) FROM ekaya.schedule_tick"))
                .isEqualTo(10);
        assertThat(platform.count("""
                SELECT count(*) FROM (SELECT 1 FROM ekaya.schedule_tick GROUP BY xmin::text, project_id HAVING count(*) <> 5) AS unfair
                """)).isZero();
    }

    private void copies(ProjectId project, int count) {
        platform.sql("""
                INSERT INTO ekaya.installed_app (id, project_id, slug, package_id, name, version, package_hash, state, grants,
                        settings, datasources, schedule, owner_id, installed_at, changed_at)
                    SELECT gen_random_uuid(), '%s', 'copy-' || n, package_id, name, version, package_hash, state, grants, settings,
                        datasources, schedule, owner_id, installed_at, changed_at
                    FROM ekaya.installed_app, generate_series(1, %d) AS n WHERE slug = 'my-app'
                """.formatted(project, count));
    }
}
