package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose database is away for a moment: the app's login gets no connection. */
class RetriesIT {
    private static final String ASKS = "export default async ({host}) => (await host.db.query('SELECT 1')).rows";

    private final Platform installing = Platform.open(Limits.defaults().with(Limit.RUN_ATTEMPTS_COUNT, 3));
    private Platform platform;

    @BeforeEach
    void open() {
        platform = installing;
    }

    @AfterEach
    void close() {
        platform.runs.stopAll();
        if (platform != installing) {
            platform.close();
        }
        installing.close();
    }

    private InstalledApp installed(String source) {
        return installing.install(Platform.app(source).with("schema.sql", "CREATE TABLE notes (id text PRIMARY KEY)"));
    }

    /** On a server that holds no connection of any app, of which there are none any more. */
    private void away() {
        platform = installing.another("two");
        limit(0);
    }

    private void limit(int connections) {
        platform.sql("ALTER ROLE " + platform.text("SELECT role_name FROM ekaya.app_database") + " CONNECTION LIMIT "
                + connections);
    }

    private static Principal owner(InstalledApp app) {
        return new Principal(Principal.Kind.SCHEDULE, app.owner(), app.slug(), false, Map.of());
    }

    private Run scheduled(InstalledApp app) {
        NewRun asked =
                new NewRun(app, owner(app), Trigger.schedule(platform.clock.instant(), 0), "{}", Optional.empty());
        try (RunSlot slot = platform.runs.reserve(1).get(0)) {
            RunId id = platform.store
                    .inProject(platform.project.value(), transaction -> slot.insert(transaction, asked))
                    .orElseThrow();
            slot.start(owner(app));
            return platform.ended(id);
        }
    }

    private Run again(Run run) {
        platform.clock.advance(Duration.ofMinutes(6));
        platform.runs.beat();
        return platform.ended(run.id());
    }

    private static Outcome.Name outcome(Run run) {
        return run.outcome().map(Outcome::name).orElseThrow();
    }

    @Test
    void a_scheduled_run_whose_database_was_away_is_tried_again() {
        InstalledApp app = installed(ASKS);
        away();
        Run waiting = scheduled(app);
        assertThat(waiting.state()).isEqualTo(Run.State.WAITING);
        limit(10);
        Run run = again(waiting);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.SUCCEEDED);
        assertThat(run.attempt()).isEqualTo(2);
        List<AttemptView> attempts = platform.stories.of(run).attempts();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).outcome()).contains(Outcome.Name.FAILED);
        assertThat(attempts.get(0).error().orElseThrow().message()).contains("has no connection left");
    }

    @Test
    void the_pause_doubles_and_the_last_attempt_is_the_last() {
        InstalledApp app = installed(ASKS);
        away();
        Instant before = platform.clock.instant();
        Run waiting = scheduled(app);
        Duration first = Duration.between(before, retryAt(waiting));
        assertThat(first).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        platform.clock.advance(first.minusMillis(1));
        platform.runs.beat();
        assertThat(platform.ended(waiting.id()).state()).isEqualTo(Run.State.WAITING);
        platform.clock.advance(Duration.ofMillis(1));
        platform.runs.beat();
        waiting = platform.ended(waiting.id());
        assertThat(waiting.attempt()).isEqualTo(3);
        assertThat(Duration.between(platform.clock.instant(), retryAt(waiting)))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        Run run = again(waiting);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.FAILED);
        assertThat(run.attempt()).isEqualTo(3);
        assertThat(platform.text("SELECT away FROM ekaya.run")).isEqualTo("t");
    }

    private Instant retryAt(Run run) {
        List<AttemptView> attempts = platform.stories.of(run).attempts();
        return attempts.get(attempts.size() - 1).retryAt().orElseThrow();
    }

    @Test
    void who_waits_at_a_screen_sees_the_failure_at_once() {
        InstalledApp app = installed(ASKS);
        away();
        Run run = platform.run(app, "{}");
        assertThat(outcome(run)).isEqualTo(Outcome.Name.FAILED);
        assertThat(run.attempt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export default async ({host}) => { throw new Error('my own') }",
                "export default async ({host}) => host.db.query('SELEC 1')",
                "export default async ({host}) => { await host.db.query('SELECT 1').catch(() => 0); await host.now();"
                        + " throw new Error('after it was handled') }"
            })
    void an_apps_own_failure_is_not_tried_again(String source) {
        InstalledApp app = installed(source);
        away();
        Run run = scheduled(app);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.FAILED);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_attempt")).isZero();
    }

    @Test
    void an_app_that_handles_it_succeeds() {
        InstalledApp app = installed(
                "export default async ({host}) => host.db.query('SELECT 1').then(() => 'there', (e) => e.code)");
        away();
        Run run = scheduled(app);
        assertThat(platform.output(run)).isEqualTo("\"UNAVAILABLE\"");
    }

    @Test
    void what_had_changed_something_is_not_tried_again() {
        InstalledApp app = installed("export default async ({host}) => { await host.state.set('seen', 1);"
                + " await host.db.query('SELECT 1') }");
        away();
        Run run = scheduled(app);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.FAILED);
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_state")).isEqualTo(1);
    }

    @Test
    void a_run_that_waits_counts_as_going_on() {
        InstalledApp app = installed(ASKS);
        away();
        scheduled(app);
        assertThat(platform.count(
                        "SELECT count(*) FROM ekaya.run WHERE state <> 'ENDED' AND trigger_kind = 'schedule'"))
                .isEqualTo(1);
    }
}
