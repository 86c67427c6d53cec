package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.host.CallRecord;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.EffectiveLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunsIT {
    private Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void an_app_sees_its_input_settings_and_trigger_and_gives_output() {
        InstalledApp app = platform.install(
                Platform.app("export default async ({input, settings, trigger}) => ({input, settings, trigger})")
                        .manifest(
                                "\"settings\": {\"type\": \"object\", \"properties\": {\"level\": {\"default\": \"high\"}}}"));
        Run run = platform.run(app, "{\"n\": 12345678901234567890.10}");
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
        assertThat(platform.output(run))
                .contains("\"settings\":{\"level\":\"high\"}", "\"trigger\":{\"kind\":\"manual\"}", "\"n\":");
        assertThat(run.packageHash()).isEqualTo(app.packageHash().toString());
        assertThat(run.engine().orElseThrow()).contains("quickjs");
    }

    @Test
    void an_app_keeps_rows_and_state_between_runs() {
        InstalledApp app = platform.install(Platform.app("""
                        export default async ({host}) => {
                          await host.db.query("INSERT INTO notes (body) VALUES ($1)", ["again"]);
                          const {value, version} = await host.state.get("count");
                          await host.state.set("count", (value ?? 0) + 1, version);
                          const {rows} = await host.db.query("SELECT count(*) FROM notes");
                          return {rows, count: (await host.state.get("count")).value};
                        }
                        """.replace("$1", "?"))
                .with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY, body text)"));
        platform.run(app, "{}");
        Run second = platform.run(app, "{}");
        assertThat(second.outcome().flatMap(Outcome::error)).isEmpty();
        assertThat(platform.output(second)).contains("\"rows\":[[2]]", "\"count\":2");
        assertThat(platform.history.calls(second, 0, 100))
                .extracting(CallRecord::function, CallRecord::code)
                .contains(org.assertj.core.groups.Tuple.tuple("db_query", "OK"));
    }

    @Test
    void what_an_app_logs_and_does_wrong_stands_in_its_record() {
        InstalledApp app = platform.install(Platform.app(
                "export default async ({host}) => { host.log.warn('careful', {a: 1}); throw new Error('no luck'); }"));
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.FAILED);
        assertThat(run.outcome().flatMap(Outcome::error).orElseThrow().message())
                .contains("no luck");
        assertThat(platform.history.log(run, 0, 10).get(0).message()).isEqualTo("careful");
    }

    @Test
    void the_record_says_what_was_used_and_of_how_much() {
        InstalledApp app = platform.install(Platform.app("""
                        export default async ({host}) => {
                          for (let i = 0; i < 1000; i++) Math.sqrt(i);
                          return (await host.db.query("SELECT count(*) FROM generate_series(1, 100000)")).rows.length;
                        }
                        """)
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"db_query\"], \"limits\": {\"fuel\": 50000000, \"memory\": \"8MiB\"}}"));
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().flatMap(Outcome::error)).isEmpty();
        assertThat(run.usage().fuel()).isBetween(1_000L, 50_000_000L);
        assertThat(run.usage().memoryBytesMax()).isBetween(1L << 20, 8L << 20);
        assertThat(run.usage().hostCalls()).isEqualTo(1);
        assertThat(run.usage().hostMillis()).isBetween(1L, run.usage().wallMillis());
        assertThat(run.queued()).isPresent();
        assertThat(run.limits()).contains(new EffectiveLimits(8 << 20, 50_000_000, Duration.ofSeconds(60), 200));
        // Not equal: the other run has another seed, and reading its digits is work too.
        assertThat(platform.run(app, "{}").usage().fuel()).isCloseTo(run.usage().fuel(), Percentage.withPercentage(2));
    }

    @Test
    void a_run_that_no_guest_was_started_for_used_nothing_of_nothing() {
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        platform.sql("UPDATE ekaya.app_package SET bytes = set_byte(bytes, 60, get_byte(bytes, 60) # 1)");
        Run run = platform.run(app, "{}");
        assertThat(run.usage()).isEqualTo(Run.Usage.NONE);
        assertThat(run.limits()).isEmpty();
    }

    @Test
    void the_least_that_a_package_may_ask_for_is_enough_for_a_small_app() {
        InstalledApp app = platform.install(Platform.app("export default async ({input}) => input.n + 1")
                .with("capabilities.json", "{\"limits\": {\"memory\": \"4MiB\", \"fuel\": 100000}}"));
        assertThat(platform.output(platform.run(app, "{\"n\": 1}"))).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "fuel: 100000 | for (;;) {} | OUT_OF_FUEL | used all of its fuel, 100,000; ask for more in capabilities.json, limits.fuel",
                "memory: 8MiB | const all = []; for (;;) all.push(new Uint8Array(100000)) | OUT_OF_MEMORY | of its 8MiB of memory and needed more; ask for",
                "timeout: 300ms | for (;;) {} | TIMED_OUT | did not end within its 300ms; ask for more in capabilities.json, limits.timeout",
                "fuel: 100000000 | (function f() { f(); })() | STACK_OVERFLOW | calls nest too deep",
                "hostCallsPerRun: 2 | for (;;) await host.state.get('a') | FAILED | made its 2 host calls; ask for more in capabilities.json",
                "fuel: 100000000 | return 'x'.repeat(4200000) | FAILED | is over 4MiB as JSON",
                "memory: 16MiB | return 'x'.repeat(5 << 20) | FAILED | is over 4MiB as JSON",
                "memory: 16MiB | return {rows: Array.from({length: 50}, () => 'x'.repeat(100 << 10))} | FAILED | is over 4MiB as JSON",
                "memory: 16MiB | return Array.from({length: 500}, (_, id) => ({id, text: 'x'.repeat(10 << 10)})) | FAILED | is over 4MiB as JSON"
            })
    void each_limit_ends_a_run_by_its_name_and_says_what_to_do(
            String limit, String statement, Outcome.Name name, String words) {
        String value =
                limit.replaceFirst("(\\w+): (\\d+)$", "\"$1\": $2").replaceFirst("(\\w+): (\\w+)$", "\"$1\": \"$2\"");
        InstalledApp app = platform.install(Platform.app(
                        "export default async ({host}) => { " + statement + "; return 1 }")
                .with("capabilities.json", "{\"hostFunctions\": [\"state_get\"], \"limits\": {" + value + "}}"));
        Outcome outcome = platform.run(app, "{}").outcome().orElseThrow();
        assertThat(outcome.name()).isEqualTo(name);
        assertThat(outcome.error().orElseThrow().message()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (;;) {}",
                "for (;;) await host.state.get('a').catch(() => {})",
                "const all = []; for (;;) all.push(new Uint8Array(100000))"
            })
    void no_figure_of_a_run_is_more_than_its_limit(String statement) {
        InstalledApp app = platform.install(
                Platform.app("export default async ({host}) => { " + statement + " }")
                        .with(
                                "capabilities.json",
                                "{\"hostFunctions\": [\"state_get\"], \"limits\": {\"fuel\": 3000001, \"memory\": \"8MiB\", \"hostCallsPerRun\": 3}}"));
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().map(Outcome::name)).isNotEqualTo(Optional.of(Outcome.Name.SUCCEEDED));
        EffectiveLimits limits = run.limits().orElseThrow();
        assertThat(run.usage().fuel()).isLessThanOrEqualTo(limits.fuel());
        assertThat(run.usage().memoryBytesMax()).isLessThanOrEqualTo(limits.memoryBytes());
        assertThat(run.usage().hostCalls()).isLessThanOrEqualTo(limits.hostCalls());
    }

    @Test
    void an_endless_loop_is_stopped_by_cancel() {
        InstalledApp app = platform.install(Platform.app("export default async () => { for (;;) {} }"));
        RunId id = platform.runs.submit(platform.asked(app, "{}"));
        platform.runs.cancel(
                platform.admin, platform.history.find(platform.project, id).orElseThrow());
        Run run = platform.ended(id);
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.CANCELLED);
    }

    @Test
    void a_run_that_the_stopping_server_ends_waits_for_another_one_and_is_not_cancelled() {
        InstalledApp app = platform.install(Platform.app("export default async () => { for (;;) {} }"));
        RunId id = platform.runs.submit(platform.asked(app, "{}"));
        while (platform.history.find(platform.project, id).orElseThrow().state() == Run.State.QUEUED) {
            Thread.onSpinWait();
        }
        platform.runs.stopAll();
        Run run = platform.ended(id);
        assertThat(run.state()).isEqualTo(Run.State.WAITING);
        assertThat(platform.stories.of(run).attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).contains(Outcome.Name.LOST);
            assertThat(attempt.error().orElseThrow().message()).startsWith("The server stopped");
        });
    }

    @Test
    void a_state_key_is_never_empty() {
        InstalledApp app = platform.install(
                Platform.app("export default async ({host}) => host.state.get('').catch((e) => e.code)"));
        assertThat(platform.output(platform.run(app, "{}"))).isEqualTo("\"BAD_ARGUMENT\"");
    }

    @Test
    void log_lines_over_the_bound_are_counted_to_the_last() {
        InstalledApp app = platform.install(Platform.app(
                "export default async ({host}) => { for (let i = 0; i < 12345; i++) host.log.info('x'); }"));
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
        assertThat(platform.history.log(run, 1000, 10).get(0).message()).startsWith("11345 further log entries");
    }

    @Test
    void too_many_log_lines_are_cut_visibly() {
        InstalledApp app = platform.install(Platform.app(
                "export default async ({host}) => { for (let i = 0; i < 1200; i++) host.log.info('x' + i); }"));
        Run run = platform.run(app, "{}");
        var log = platform.history.log(run, 0, 2000);
        assertThat(log).hasSize(1001);
        assertThat(log.get(1000).message()).startsWith("200 further log entries");
    }

    @Test
    void flipped_bytes_in_the_table_are_refused_at_the_run() {
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        platform.sql("UPDATE ekaya.app_package SET bytes = set_byte(bytes, 60, get_byte(bytes, 60) # 1)");
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.REFUSED);
        assertThat(platform.output(run)).isEqualTo("none");
    }

    @Test
    void a_viewer_cannot_run_and_no_run_is_made() {
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        NewRun asked = new NewRun(app, platform.user("vera", Role.VIEWER), Trigger.manual(), "{}", Optional.empty());
        assertThatThrownBy(() -> platform.runs.submit(asked)).isInstanceOf(Refusal.class);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isZero();
    }

    @Test
    void the_same_idempotency_key_is_one_run() {
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        NewRun asked = new NewRun(app, platform.admin, Trigger.manual(), "{}", Optional.of("k1"));
        RunId first = platform.runs.submit(asked);
        assertThat(platform.runs.submit(asked)).isEqualTo(first);
        NewRun other = new NewRun(app, platform.admin, Trigger.manual(), "[]", Optional.of("k1"));
        assertThatThrownBy(() -> platform.runs.submit(other)).hasMessageContaining("another input");
    }

    @Test
    void a_full_queue_refuses_with_429_and_keeps_no_row() {
        platform.close();
        Deque<Runnable> notStarted = new ArrayDeque<>();
        platform = Platform.open(
                Limits.defaults().with(Limit.RUN_CONCURRENT_COUNT, 1).with(Limit.RUN_QUEUE_COUNT, 1), notStarted::add);
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        platform.runs.submit(platform.asked(app, "{}"));
        RunId second = platform.runs.submit(platform.asked(app, "{}"));
        assertThatThrownBy(() -> platform.runs.submit(platform.asked(app, "{}")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED));
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(2);
        notStarted.remove().run();
        assertThat(platform.history.find(platform.project, second).orElseThrow().state())
                .isEqualTo(Run.State.ENDED);
    }

    @Test
    void a_run_that_waited_for_its_turn_when_its_server_died_is_run_at_its_next_start() {
        platform.close();
        platform = Platform.open(Limits.defaults().with(Limit.RUN_CONCURRENT_COUNT, 1), task -> {});
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        RunId first = platform.runs.submit(platform.asked(app, "{}"));
        RunId second = platform.runs.submit(platform.asked(app, "{}"));
        try (Platform restarted = platform.another("one")) {
            assertThat(restarted.runs.recover()).isEqualTo(2);
            Run run = restarted.ended(second);
            assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
            assertThat(run.attempt()).isEqualTo(1);
            // It had begun, so this is its second attempt, after a pause.
            assertThat(restarted.history.find(platform.project, first).map(Run::attempt))
                    .contains(2);
        }
    }

    @Test
    void another_server_takes_a_run_over_only_when_its_lease_is_over() {
        platform.close();
        platform = Platform.open(Limits.defaults(), task -> {});
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        RunId id = platform.runs.submit(platform.asked(app, "{}"));
        try (Platform other = platform.another("two")) {
            assertThat(other.runs.recover()).isZero();
            platform.clock.advance(Duration.ofSeconds(59));
            platform.runs.beat();
            platform.clock.advance(Duration.ofSeconds(59));
            other.runs.beat();
            assertThat(other.history.find(platform.project, id).orElseThrow().state())
                    .isEqualTo(Run.State.RUNNING);
            platform.clock.advance(Duration.ofSeconds(2));
            other.runs.beat();
            assertThat(other.history.find(platform.project, id).orElseThrow().state())
                    .isEqualTo(Run.State.WAITING);
            platform.clock.advance(Duration.ofSeconds(2));
            other.runs.beat();
            assertThat(other.ended(id).outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
        }
    }

    @Test
    void only_so_many_runs_of_an_app_are_kept() {
        platform.close();
        platform = Platform.open(Limits.defaults().with(Limit.RUN_KEPT_PER_APP_COUNT, 2), Runnable::run);
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        for (int i = 0; i < 4; i++) {
            platform.clock.advance(Duration.ofSeconds(1));
            platform.run(app, "{}");
        }
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(2);
    }

    @Test
    void a_run_that_waited_for_its_turn_ends_refused_when_its_asker_may_run_apps_no_more() {
        platform.close();
        Deque<Runnable> notStarted = new ArrayDeque<>();
        platform = Platform.open(Limits.defaults().with(Limit.RUN_CONCURRENT_COUNT, 1), notStarted::add);
        InstalledApp app = platform.install(Platform.app("export default async () => 1"));
        platform.runs.submit(platform.asked(app, "{}"));
        Principal olga = platform.user("olga", Role.OPERATOR);
        Principal gone = platform.user("gus", Role.OPERATOR);
        Principal service = platform.user("service", Role.OPERATOR).as(Principal.Kind.TOKEN);
        Principal kept = platform.user("kim", Role.AUTHOR);
        RunId ofOlga = waiting(app, olga);
        RunId ofGone = waiting(app, gone);
        RunId ofService = waiting(app, service);
        RunId ofKept = waiting(app, kept);
        RunId ofToken = waiting(app, kept.as(Principal.Kind.TOKEN));
        platform.users.put(olga.user(), with(olga, Role.VIEWER));
        platform.users.remove(gone.user());
        platform.users.remove(service.user());
        platform.users.put(kept.user(), with(kept, Role.OPERATOR));
        while (!notStarted.isEmpty()) {
            notStarted.remove().run();
        }
        assertThat(ended(ofOlga))
                .isEqualTo("REFUSED olga, in whose name it runs, may no longer run apps in this project");
        assertThat(ended(ofGone)).startsWith("REFUSED The user in whose name it runs is gone or disabled");
        assertThat(ended(ofService)).startsWith("REFUSED The user in whose name it runs is gone or disabled");
        assertThat(ended(ofKept)).isEqualTo("SUCCEEDED ");
        assertThat(ended(ofToken)).isEqualTo("SUCCEEDED ");
    }

    private RunId waiting(InstalledApp app, Principal by) {
        return platform.runs.submit(new NewRun(app, by, Trigger.manual(), "{}", Optional.empty()));
    }

    private Principal with(Principal user, Role role) {
        return new Principal(Principal.Kind.SCHEDULE, user.user(), user.name(), false, Map.of(platform.project, role));
    }

    private String ended(RunId run) {
        Outcome outcome = platform.history
                .find(platform.project, run)
                .orElseThrow()
                .outcome()
                .orElseThrow();
        return outcome.name() + " "
                + outcome.error().map(error -> error.message()).orElse("");
    }
}
