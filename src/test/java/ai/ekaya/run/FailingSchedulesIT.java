package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailingSchedulesIT {
    private static final int MOST = 3;

    private final Limits limits = Limits.defaults().with(Limit.SCHEDULE_FAILURES_COUNT, MOST);
    private final Platform platform = Platform.open(limits);
    private InstalledApp app;

    /** Does what its state says. */
    @BeforeEach
    void install() {
        app = platform.install(Platform.app("""
                export default async ({host}) => {
                  const {value} = await host.state.get('how');
                  if (value === 'good') return 1;
                  if (value === 'away') await host.db.query('SELECT 1');
                  if (value === 'endless') for (;;) {}
                  throw new Error('no luck');
                }
                """)
                .with("schema.sql", "CREATE TABLE notes (id int)")
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"state_get\", \"db_query\"], \"limits\": {\"fuel\": 3000000}}"));
        schedule("0 * * * *");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void schedule(String cron) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put("schedule", cron);
        app = platform.changes.patch(platform.admin, platform.project, app.slug(), patch);
    }

    private void how(String value) {
        platform.sql("DELETE FROM ekaya.app_state");
        platform.sql("INSERT INTO ekaya.app_state (project_id, app_id, key, value) VALUES ('" + platform.project
                + "', '" + app.id() + "', 'how', '\"" + value + "\"')");
    }

    private Run run(Platform on) {
        platform.clock.advance(Duration.ofSeconds(1));
        Principal owner = new Principal(Principal.Kind.SCHEDULE, app.owner(), app.slug(), false, Map.of());
        NewRun asked = new NewRun(app, owner, Trigger.schedule(platform.clock.instant(), 0), "{}", Optional.empty());
        try (RunSlot slot = on.runs.reserve(1).get(0)) {
            RunId id = on.store
                    .inProject(on.project.value(), transaction -> slot.insert(transaction, asked))
                    .orElseThrow();
            slot.start(owner);
            return on.ended(id);
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(run(platform).outcome().map(Outcome::name)).isNotEqualTo(Optional.of(Outcome.Name.SUCCEEDED));
        }
    }

    private Optional<String> paused() {
        return platform.apps.require(platform.project, app.slug()).schedulePaused();
    }

    private long notifications() {
        return platform.count("SELECT count(*) FROM ekaya.notification");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad", "endless"})
    void is_paused_after_so_many_failures_in_a_row_with_one_notification(String how) {
        how(how);
        fail(MOST - 1);
        assertThat(paused()).isEmpty();
        fail(1);
        assertThat(paused().orElseThrow()).startsWith("Its last 3 runs failed, the last one with ");
        assertThat(notifications()).isEqualTo(1);
        // Started by hand or left over: nothing is paused or told twice.
        fail(2);
        assertThat(notifications()).isEqualTo(1);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'SCHEDULE_PAUSED'"))
                .isEqualTo(1);
    }

    @Test
    void a_success_starts_anew() {
        how("bad");
        fail(MOST - 1);
        how("good");
        run(platform);
        how("bad");
        fail(MOST - 1);
        assertThat(paused()).isEmpty();
        fail(1);
        assertThat(paused()).isPresent();
    }

    @Test
    void a_resume_starts_anew() {
        how("bad");
        fail(MOST);
        platform.clock.advance(Duration.ofSeconds(1));
        platform.changes.resume(platform.admin, platform.project, app.slug());
        assertThat(paused()).isEmpty();
        fail(MOST - 1);
        assertThat(paused()).isEmpty();
        fail(1);
        assertThat(paused()).isPresent();
    }

    @Test
    void a_database_that_is_away_neither_counts_nor_pauses() {
        how("bad");
        fail(MOST - 1);
        how("away");
        try (Platform other = platform.another("two", limits.with(Limit.RUN_ATTEMPTS_COUNT, 1))) {
            String role = platform.text("SELECT role_name FROM ekaya.app_database");
            platform.sql("ALTER ROLE " + role + " CONNECTION LIMIT 0");
            for (int i = 0; i < MOST + 1; i++) {
                assertThat(run(other).outcome().map(Outcome::name)).contains(Outcome.Name.FAILED);
                platform.clock.advance(Duration.ofMinutes(5));
            }
        }
        assertThat(paused()).isEmpty();
        assertThat(notifications()).isZero();
        how("bad");
        fail(1);
        assertThat(paused()).isPresent();
    }

    @Test
    void lost_refused_and_cancelled_runs_and_those_by_hand_do_not_count() {
        how("bad");
        fail(MOST - 1);
        for (String outcome : List.of("LOST", "REFUSED", "CANCELLED")) {
            platform.sql("""
                    INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                        principal_kind, principal_id, principal_name, input, state, outcome, error_code, seed, created_at,
                        server_id, lease_until)
                    SELECT gen_random_uuid(), project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                        principal_kind, principal_id, principal_name, input, 'ENDED', '#', '#', seed,
                        created_at + interval '1 ms', 'one', lease_until
                    FROM ekaya.run ORDER BY created_at DESC LIMIT 1
                    """.replace("#", outcome));
        }
        platform.run(app, "{}");
        platform.run(app, "{}");
        assertThat(paused()).isEmpty();
    }

    @Test
    void two_servers_that_end_failures_at_once_pause_and_tell_once() {
        how("bad");
        try (Platform other = platform.another("two", limits)) {
            CompletableFuture<?>[] all = IntStream.range(0, 2 * MOST)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> run(i % 2 == 0 ? platform : other)))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(all).join();
        }
        assertThat(paused()).isPresent();
        assertThat(notifications()).isEqualTo(1);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'SCHEDULE_PAUSED'"))
                .isEqualTo(1);
    }
}
