package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.host.RunId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Together;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that stood still while its runs were taken from it changes nothing of them when it goes on. */
class FencingIT {
    private static final String WRITING = """
            export default async ({host}) => { await host.state.set('n', 1); return 'done' }
            """;

    /** What a server had begun when it stopped, and does when it goes on. */
    private final Deque<Runnable> paused = new ArrayDeque<>();

    private final Platform platform = Platform.open(Limits.defaults().with(Limit.RUN_ATTEMPTS_COUNT, 1), paused::add);
    private final Platform other = platform.another("two");
    private final InstalledApp app = platform.install(Platform.app(WRITING));
    private final RunLedger ledger = new RunLedger(platform.clock, platform.limits, new ServerId("one"));

    @AfterEach
    void close() {
        other.close();
        platform.close();
    }

    private Outcome.Name outcome(RunId run) {
        return platform.history
                .find(platform.project, run)
                .flatMap(Run::outcome)
                .orElseThrow()
                .name();
    }

    private long rows(String table) {
        return platform.count("SELECT count(*) FROM ekaya." + table);
    }

    private void expectNothingBut(RunId run, Outcome.Name outcome) {
        assertThat(outcome(run)).isEqualTo(outcome);
        assertThat(rows("run_output")).isZero();
        assertThat(rows("run_log")).isZero();
        assertThat(rows("run_call")).isZero();
        assertThat(rows("run_journal")).isZero();
        assertThat(rows("usage_day")).isZero();
        assertThat(rows("app_state")).isZero();
        assertThat(rows("audit_event WHERE type = 'RUN_ENDED'")).isEqualTo(1);
    }

    @Test
    void a_server_that_goes_on_in_time_ends_its_run() {
        RunId run = platform.runs.submit(platform.asked(app, "{}"));
        platform.clock.advance(Duration.ofSeconds(59));
        other.runs.beat();
        paused.remove().run();
        assertThat(outcome(run)).isEqualTo(Outcome.Name.SUCCEEDED);
        assertThat(rows("run_output")).isEqualTo(1);
        assertThat(rows("usage_day")).isEqualTo(1);
        assertThat(rows("app_state")).isEqualTo(1);
    }

    @Test
    void a_server_that_stood_still_too_long_neither_ends_nor_writes_nor_spends() {
        RunId run = platform.runs.submit(platform.asked(app, "{}"));
        platform.clock.advance(Duration.ofSeconds(61));
        other.runs.beat();
        assertThat(outcome(run)).isEqualTo(Outcome.Name.LOST);
        paused.remove().run();
        expectNothingBut(run, Outcome.Name.LOST);
    }

    @Test
    void an_end_waits_for_a_database_that_is_away() {
        platform.sql("CREATE SEQUENCE ekaya.tried");
        away("nextval('ekaya.tried') < 4");
        RunId run = platform.runs.submit(platform.asked(app, "{}"));
        paused.remove().run();
        assertThat(outcome(run)).isEqualTo(Outcome.Name.SUCCEEDED);
        assertThat(platform.count("SELECT last_value FROM ekaya.tried")).isEqualTo(4);
        assertThat(rows("run_output")).isEqualTo(1);
        assertThat(rows("usage_day")).isEqualTo(1);
    }

    @Test
    void an_end_that_the_database_refuses_is_not_tried_again() {
        platform.sql("CREATE SEQUENCE ekaya.tried");
        away("nextval('ekaya.tried') < 4", "23514");
        platform.runs.submit(platform.asked(app, "{}"));
        paused.remove().run();
        assertThat(platform.count("SELECT last_value FROM ekaya.tried")).isEqualTo(1);
        assertThat(rows("run WHERE state = 'ENDED'")).isZero();
    }

    private void away(String when) {
        away(when, "57P01");
    }

    /** The database answers so, when a run is to end. */
    private void away(String when, String state) {
        platform.sql("CREATE FUNCTION ekaya.is_away() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN IF "
                + when + " THEN RAISE EXCEPTION USING ERRCODE = '" + state
                + "', MESSAGE = 'away'; END IF; RETURN NEW; END $$");
        platform.sql("CREATE TRIGGER away BEFORE UPDATE ON ekaya.run FOR EACH ROW WHEN (NEW.state = 'ENDED')"
                + " EXECUTE FUNCTION ekaya.is_away()");
    }

    @Test
    void it_makes_no_host_call_even_before_anybody_took_the_run() {
        RunId run = platform.runs.submit(platform.asked(app, "{}"));
        platform.clock.advance(Duration.ofSeconds(61));
        paused.remove().run();
        assertThat(outcome(run)).isEqualTo(Outcome.Name.LOST);
        assertThat(rows("app_state")).isZero();
        assertThat(rows("run_output")).isZero();
    }

    @Test
    void its_next_beat_stops_what_is_no_longer_its() {
        InstalledApp endless = platform.install(Platform.app("export default () => { for (;;) {} }")
                .with("manifest.json", "{\"id\": \"endless\", \"name\": \"Endless\", \"version\": \"1.0.0\"}"));
        RunId run = platform.runs.submit(platform.asked(endless, "{}"));
        RunId kept = platform.runs.submit(platform.asked(app, "{}"));
        platform.sql("UPDATE ekaya.run SET lease_until = '2000-01-01' WHERE id = '" + run + "'");
        other.runs.beat();
        platform.runs.beat();
        paused.remove().run();
        paused.remove().run();
        assertThat(outcome(run)).isEqualTo(Outcome.Name.LOST);
        assertThat(outcome(kept)).isEqualTo(Outcome.Name.SUCCEEDED);
    }

    @Test
    void a_run_that_was_taken_again_is_ended_by_who_took_it_last() {
        RunId run = platform.runs.submit(platform.asked(app, "{}"));
        platform.sql("UPDATE ekaya.run SET state = 'WAITING', retry_at = created_at WHERE id = '" + run + "'");
        Held first = taken(run);
        platform.sql("UPDATE ekaya.run SET state = 'WAITING', retry_at = created_at WHERE id = '" + run + "'");
        // By the same server after its restart: only the fence tells them apart.
        Held second = taken(run);
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(started(first)).isEmpty();
        assertThat(ended(first)).isEmpty();
        paused.remove().run();
        assertThat(rows("run WHERE state = 'ENDED'")).isZero();
        assertThat(started(second)).isPresent();
        assertThat(ended(second)).isPresent();
        expectNothingBut(run);
    }

    @Test
    void what_does_not_wait_is_not_taken() {
        RunId run = platform.runs.submit(platform.asked(app, "{}"));
        assertThat(take(run)).isEmpty();
        paused.remove().run();
        assertThat(outcome(run)).isEqualTo(Outcome.Name.SUCCEEDED);
    }

    private void expectNothingBut(RunId run) {
        assertThat(outcome(run)).isEqualTo(Outcome.Name.CANCELLED);
        assertThat(rows("run_output")).isZero();
        assertThat(rows("usage_day")).isZero();
    }

    private Held taken(RunId run) {
        return take(run).orElseThrow();
    }

    private Optional<Held> take(RunId run) {
        return platform.store.inProject(platform.project.value(), transaction -> ledger.take(transaction, run));
    }

    private Optional<RunLedger.Started> started(Held held) {
        return platform.store.inProject(platform.project.value(), transaction -> ledger.start(transaction, held, app));
    }

    private Optional<Run> ended(Held held) {
        return platform.store.inProject(
                platform.project.value(),
                transaction -> Together.write(
                        transaction, ledger.finish(held, Finished.without(Outcome.cancelled())), RunRow::read));
    }
}
