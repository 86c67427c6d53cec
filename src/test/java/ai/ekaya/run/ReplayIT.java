package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.install.Done;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.NewInstall;
import ai.ekaya.journal.JournalState;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.pack.Packages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayIT {
    private static final int ROUNDS = 20;

    private Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    private static Replay replay(Platform on, Run run) {
        return replay(on, run, Optional.empty());
    }

    private static Replay replay(Platform on, Run run, Optional<PackageHash> other) {
        return on.replays.replay(on.admin, run, other).toCompletableFuture().join();
    }

    private Replay replay(Run run) {
        return replay(platform, run);
    }

    private static Packages app(String body) {
        return Platform.app("export default async ({input, host}) => { " + body + " }")
                .with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY, body text)");
    }

    /** The app's next version, which has another body. */
    private PackageHash update(InstalledApp app, String body) {
        Packages next = app(body).manifest("\"description\": \"next\"");
        return Done.of(platform.updates.update(platform.admin, platform.project, app.slug(), NewInstall.of(next.zip())))
                .packageHash();
    }

    @Test
    void runs_of_all_sample_apps_replay_without_a_difference_also_with_all_rooms_opened_anew() {
        SampleApps apps = SampleApps.on(platform, TestShop.shared());
        List<Run> runs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (InstalledApp app : apps.all()) {
                platform.clock.advance(Duration.ofMillis(1_234_567));
                runs.add(platform.run(app, SampleApps.input(app, round)));
            }
        }
        assertThat(runs).hasSizeGreaterThanOrEqualTo(5 * ROUNDS);
        assertThat(runs).extracting(Run::journal).containsOnly(Optional.of(JournalState.RECORDED));
        assertThat(runs)
                .extracting(run -> run.outcome().orElseThrow().name())
                .contains(Outcome.Name.SUCCEEDED, Outcome.Name.FAILED);
        assertThat(runs.stream().map(run -> replay(run)).filter(replay -> !replay.identical()))
                .isEmpty();
        try (Platform restarted = platform.restarted()) {
            assertThat(runs.stream()
                            .map(run -> replay(restarted, run))
                            .filter(replay ->
                                    !replay.identical() || !replay.notes().isEmpty()))
                    .isEmpty();
        }
        assertThat(runs.stream().mapToLong(run -> run.usage().hostCalls()).sum())
                .isGreaterThan(runs.size());
    }

    @Test
    void the_world_is_not_touched() {
        SampleApps apps = SampleApps.on(platform, TestShop.shared());
        InstalledApp writer = platform.install(app("""
                await host.db.query("INSERT INTO notes (body) VALUES ('again')");
                await host.state.set('count', 1);
                return (await host.db.query("SELECT count(*) FROM notes")).rows;
                """));
        List<Run> runs = List.of(platform.run(apps.app("schema-report"), "{}"), platform.run(writer, "{}"));
        String database = TestShop.shared().database();
        try (Platform restarted = platform.restarted()) {
            // A test of its own would count what the others' pools do.
            platform.databases.close();
            String before = world();
            Set<String> asked = asked(database);
            for (Run run : runs) {
                assertThat(replay(restarted, run).identical()).isTrue();
            }
            assertThat(world()).isEqualTo(before);
            // A pool may close an idle session meanwhile; none may ask anything.
            assertThat(asked).containsAll(asked(database));
        }
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'RUN_REPLAYED'"))
                .isEqualTo(2);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'RUN_ENDED'"))
                .isEqualTo(2);
    }

    /** Runs, state and the app's rows. */
    private String world() {
        String table = platform.text("SELECT format('%I.notes', schema_name) FROM ekaya.app_database d JOIN"
                + " ekaya.installed_app a ON a.id = d.app_id WHERE a.slug = 'my-app'");
        return platform.count("SELECT count(*) FROM ekaya.run") + " runs, "
                + platform.text("SELECT string_agg(s::text, ' ' ORDER BY s::text) FROM ekaya.app_state s") + ", "
                + platform.count("SELECT count(*) FROM " + table) + " rows";
    }

    /** The sessions at the datasource, each with when it last asked something. */
    private Set<String> asked(String datasource) {
        return Set.of(platform.text("SELECT coalesce(string_agg(pid || ' ' || query_start::text, ','), '')"
                        + " FROM pg_stat_activity WHERE usename LIKE 'reader\\_%' OR datname = '" + datasource + "'")
                .split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return [Math.random(), Math.random(), crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(8)).join()]",
                "return [Date.now(), new Date().toISOString(), performance.now(), await host.now(), Date.now()]",
                "const a = await host.now(); await new Promise(done => setTimeout(done, 40)); return [a, await host.now(), Date.now()]",
                "const seen = []; await Promise.all([30, 10, 20].map(ms => new Promise(done => setTimeout(() => { seen.push(ms); done() }, ms)))); return seen",
                "return await Promise.all([1, 2, 3].map(i => host.db.query('SELECT ' + i + ', random(), clock_timestamp()')))",
                "return (await host.randomBytes(20)).length + (await host.auth.context()).runId",
                "host.log.info('a', {b: 1}); host.log.warn('c'); return (await host.state.get('x')).value ?? 'none'",
                "try { await host.db.query('SELECT nonsense FROM nowhere') } catch (e) { return e.code + e.message }",
                "return (await host.db.query(\"SELECT repeat('é€😀', 20000), generate_series(1, 3)\")).rows",
                "throw new TypeError('no luck ' + (await host.now()))",
                "return {a: NaN}",
                "for (let i = 0; ; i++) await host.state.get('k' + i)",
                "const kept = new WeakMap(); const all = {}; for (let i = 0; i < 2000; i++) all['k' + Math.random()] = i; return Object.keys(all).length",
                "try { (function f() { f() })() } catch (e) { return e.message }",
                "(function f() { try { f() } finally { f() } })()",
                "const all = []; for (;;) all.push(new Uint8Array(100000))",
                "for (;;) {}"
            })
    void what_looks_random_is_the_same_in_a_replay(String body) {
        InstalledApp app = platform.install(app(body).with("capabilities.json", """
                {"hostFunctions": ["log", "db_query", "state_get", "state_set", "get_auth_context", "now_millis", "random_bytes"],
                 "limits": {"fuel": 20000000, "memory": "16MiB"}}
                """));
        Run run = platform.run(app, "{}");
        Replay replay = replay(run);
        assertThat(replay.identical()).as(replay.toString()).isTrue();
        assertThat(replay.fuel())
                .isEqualTo(new Replay.Both<>(run.usage().fuel(), run.usage().fuel()));
        assertThat(replay.notes()).isEmpty();
        // Other seeds, other times: the run is not the same by being always the same.
        assertThat(replay(platform.run(app, "{}")).identical()).isTrue();
    }

    @Test
    void waiting_takes_no_time_in_a_replay() {
        InstalledApp app = platform.install(
                app(
                        "const a = Date.now(); await new Promise(done => setTimeout(done, 400)); return [a, performance.now()]"));
        Run run = platform.run(app, "{}");
        assertThat(run.usage().wallMillis()).isGreaterThanOrEqualTo(400);
        long start = System.nanoTime();
        assertThat(replay(run).identical()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "another argument | await host.state.get('a'); await host.state.get('c') | 2",
                "one call more | await host.state.get('a'); await host.state.get('b'); await host.state.get('c') | 3",
                "one call less | await host.state.get('a') | 2",
                "another order of parallel calls | await Promise.all(['b', 'a'].map(key => host.state.get(key))) | 1",
                "another function | await host.state.get('a'); await host.now() | 2",
                "none at all | 1 | 1"
            })
    void the_first_call_that_differs_is_shown(String what, String body, int call) {
        InstalledApp app =
                platform.install(app("await Promise.all(['a', 'b'].map(key => host.state.get(key))); return 1"));
        Run run = platform.run(app, "{}");
        PackageHash next = update(app, body + "; return 1");
        Replay replay = replay(platform, run, Optional.of(next));
        assertThat(replay.verdict()).as(what).isEqualTo(Replay.Verdict.CALLS_DIFFER);
        assertThat(replay.identical()).isFalse();
        Replay.Difference difference = replay.divergence().orElseThrow();
        assertThat(difference.call()).isEqualTo(call);
        difference.expected().ifPresent(expected -> {
            assertThat(expected.function()).isEqualTo("state_get");
            String arguments = call == 1 ? "{\"key\":\"a\"}" : "{\"key\":\"b\"}";
            assertThat(expected.arguments()).contains(arguments);
            // By a key that nobody has: who guesses arguments finds them in no hash.
            String plain = java.util.HexFormat.of().formatHex(sha256(arguments));
            assertThat(expected.argumentsHash()).hasSize(64).isNotEqualTo(plain);
        });
        assertThat(difference.expected().isPresent()).isEqualTo(call < 3);
        assertThat(difference.got().isPresent())
                .isEqualTo(!what.equals("one call less") && !what.equals("none at all"));
        assertThat(replay.notes())
                .anyMatch(note -> note.startsWith("Another package: recorded was " + run.packageHash()));
        // The recorded package is kept, and still does what it did.
        assertThat(replay(run).identical()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return 2 | OUTPUT_DIFFERS",
                "throw new Error('x') | OUTCOME_DIFFERS",
                "for (let i = 0; i < 1000; i++) Math.sqrt(i); return 1 | FUEL_DIFFERS"
            })
    void another_end_after_the_same_calls_is_shown(String body, Replay.Verdict verdict) {
        InstalledApp app = platform.install(app("return 1"));
        Run run = platform.run(app, "{}");
        PackageHash next = update(app, body);
        assertThat(replay(platform, run, Optional.of(next)).verdict()).isEqualTo(verdict);
        assertThat(replay(platform, run, Optional.of(app.packageHash())).identical())
                .isTrue();
    }

    @Test
    void a_run_that_was_stopped_is_replayed_up_to_where_it_stopped() {
        for (String body : List.of(
                "for (let i = 0; ; i++) if (i % 1000 === 0) await host.state.get('k')",
                "await host.state.get('k'); await new Promise(done => setTimeout(done, 60000))",
                "await host.db.query('SELECT count(*) FROM generate_series(1, 1000000000)')",
                "for (;;) {}")) {
            InstalledApp app = platform.install(app(body)
                    .manifest("\"description\": \"" + body.length() + "\"")
                    .with("capabilities.json", """
                            {"hostFunctions": ["state_get", "db_query"],
                             "limits": {"timeout": "300ms", "hostCallsPerRun": 10000}}
                            """));
            Run run = platform.run(app, "{}");
            assertThat(run.outcome().orElseThrow().name()).isEqualTo(Outcome.Name.TIMED_OUT);
            Replay replay = replay(run);
            assertThat(replay.identical()).as(body + ": " + replay).isTrue();
            assertThat(replay.fuel().got()).isEqualTo(run.usage().fuel());
            assertThat(replay.notes()).anyMatch(note -> note.contains("stopped from outside"));
            platform.uninstaller.purge(platform.admin, platform.project, app.slug());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ekaya.run_journal SET content = set_byte(content, 40, get_byte(content, 40) # 1)",
                "UPDATE ekaya.run_journal SET content = substring(content FROM 1 FOR 5)",
                "UPDATE ekaya.run_journal a SET content = b.content FROM ekaya.run_journal b WHERE a.run_id <> b.run_id",
                "UPDATE ekaya.run_answer SET content = set_byte(content, 40, get_byte(content, 40) # 1)",
                "DELETE FROM ekaya.run_answer"
            })
    void a_journal_that_was_changed_is_refused(String tampering) {
        InstalledApp app =
                platform.install(app("return (await host.db.query(\"SELECT repeat('secret', 5000)\")).rows"));
        Run run = platform.run(app, "{}");
        platform.run(app, "{}");
        assertThat(replay(run).identical()).isTrue();
        platform.sql(tampering);
        assertThatThrownBy(() -> replay(run))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CONFLICT))
                .hasMessageContaining("was changed or is incomplete");
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'RUN_REPLAYED'"))
                .isEqualTo(1);
    }

    @Test
    void answers_are_not_readable_in_the_database() {
        InstalledApp app = platform.install(
                app(
                        "return (await host.db.query(\"SELECT 'customer ' || 'Smith', repeat('x', \" + input.n + \")\")).rows"));
        platform.run(app, "{\"n\": 1}");
        platform.run(app, "{\"n\": 20000}");
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_journal WHERE position('Smith'::bytea IN content) > 0"
                        + " OR position('state'::bytea IN content) > 0"))
                .isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_answer")).isEqualTo(1);
        // Nor can who guesses a long answer see that it was given: its address is no hash of it alone.
        assertThat(platform.count("SELECT count(*) FROM ekaya.run_answer WHERE address ~ '^[0-9a-f]{64}$'"))
                .isEqualTo(1);
    }

    @Test
    void a_long_answer_is_stored_once_and_goes_with_the_last_run_that_refers_to_it() {
        Limits few = Limits.defaults().with(Limit.RUN_KEPT_PER_APP_COUNT, 2);
        try (Platform keeping = Platform.open(few)) {
            InstalledApp app = keeping.install(
                    app("return (await host.db.query(\"SELECT repeat('\" + input.x + \"', 20000)\")).rows.length"));
            keeping.run(app, "{\"x\": \"a\"}");
            keeping.clock.advance(Duration.ofSeconds(1));
            Run second = keeping.run(app, "{\"x\": \"a\"}");
            assertThat(keeping.count("SELECT count(*) FROM ekaya.run_answer")).isEqualTo(1);
            keeping.clock.advance(Duration.ofSeconds(1));
            keeping.run(app, "{\"x\": \"b\"}");
            keeping.clock.advance(Duration.ofHours(1));
            assertThat(keeping.journals.sweep()).isZero();
            assertThat(replay(keeping, second).identical()).isTrue();
            keeping.run(app, "{\"x\": \"b\"}");
            assertThat(keeping.count("SELECT count(*) FROM ekaya.run_journal")).isEqualTo(2);
            keeping.clock.advance(Duration.ofHours(1));
            assertThat(keeping.journals.sweep()).isEqualTo(1);
            assertThat(keeping.count("SELECT count(*) FROM ekaya.run_answer")).isEqualTo(1);
            keeping.uninstaller.purge(keeping.admin, keeping.project, app.slug());
            assertThat(keeping.journals.sweep()).isEqualTo(1);
            assertThat(keeping.count("SELECT count(*) FROM ekaya.run_journal")).isZero();
            assertThat(keeping.count("SELECT count(*) FROM ekaya.run_answer_use"))
                    .isZero();
            assertThat(keeping.count("SELECT count(*) FROM ekaya.app_package")).isZero();
        }
    }

    @Test
    void a_journal_over_its_bound_is_not_kept_and_the_run_says_so() {
        Limits small = Limits.defaults().with(Limit.JOURNAL_RUN_BYTES, 3_000);
        try (Platform keeping = Platform.open(small)) {
            InstalledApp app = keeping.install(
                    app(
                            "return (await host.db.query(\"SELECT string_agg(md5(n::text), '') FROM generate_series(1, \" + input.n + \") AS n\")).rows.length"));
            Run fits = keeping.run(app, "{\"n\": 20}");
            Run large = keeping.run(app, "{\"n\": 2000}");
            assertThat(large.outcome().orElseThrow().name()).isEqualTo(Outcome.Name.SUCCEEDED);
            assertThat(large.journal()).contains(JournalState.TOO_LARGE);
            assertThatThrownBy(() -> replay(keeping, large)).hasMessageContaining("its journal was over");
            assertThat(keeping.count("SELECT count(*) FROM ekaya.run_journal")).isEqualTo(1);
            assertThat(replay(keeping, fits).identical()).isTrue();
        }
    }

    @Test
    void the_oldest_journals_make_room_for_new_ones() {
        Limits small = Limits.defaults().with(Limit.JOURNAL_APP_BYTES, 250_000);
        try (Platform keeping = Platform.open(small)) {
            InstalledApp app = keeping.install(
                    app(
                            "return (await host.db.query('SELECT md5(n::text) FROM generate_series(1, 5000) AS n')).rows.length"));
            Run first = keeping.run(app, "{}");
            for (int i = 0; i < 3; i++) {
                keeping.clock.advance(Duration.ofSeconds(1));
                keeping.run(app, "{}");
            }
            Run dropped = keeping.history.find(keeping.project, first.id()).orElseThrow();
            assertThat(dropped.journal()).contains(JournalState.DROPPED);
            assertThatThrownBy(() -> replay(keeping, dropped)).hasMessageContaining("no longer kept");
            Run last = keeping.history
                    .list(new RunHistory.Query(keeping.project, RunFilter.ALL, Optional.empty(), 1))
                    .get(0);
            assertThat(replay(keeping, last).identical()).isTrue();
        }
    }

    @Test
    void a_storm_of_refusals_is_replayed_to_its_end() {
        InstalledApp app = platform.install(
                app(
                        "let n = 0; for (let i = 0; i < 500; i++) { try { await host.datasource.list() } catch { n++ } } return n"));
        Run run = platform.run(app, "{}");
        assertThat(platform.output(run)).isEqualTo("500");
        assertThat(replay(run).identical()).isTrue();
        assertThat(replay(run).calls()).isEqualTo(500);
    }

    @Test
    void a_run_that_ended_without_a_guest_cannot_be_replayed() {
        InstalledApp app = platform.install(app("return 1"));
        Run run = platform.run(app, "{}");
        platform.sql("UPDATE ekaya.run SET journal = NULL");
        Run old = platform.history.find(platform.project, run.id()).orElseThrow();
        assertThatThrownBy(() -> replay(old)).hasMessageContaining("The run was not recorded");
    }

    @Test
    void a_package_whose_bytes_were_changed_is_not_replayed() {
        InstalledApp app = platform.install(app("return 1"));
        Run run = platform.run(app, "{}");
        platform.sql("UPDATE ekaya.app_package SET bytes = set_byte(bytes, 60, get_byte(bytes, 60) # 1)");
        assertThatThrownBy(() -> replay(run)).hasMessageContaining("The stored package was changed");
    }

    @Test
    void old_packages_are_kept_for_replays_within_their_bound() {
        platform.close();
        platform = Platform.open(
                Limits.defaults().with(Limit.RUN_PACKAGES_KEPT_COUNT, 1).with(Limit.INSTALL_VERSIONS_KEPT_COUNT, 1));
        InstalledApp app = platform.install(app("return 1"));
        Run first = platform.run(app, "{}");
        for (int version = 2; version < 5; version++) {
            platform.clock.advance(Duration.ofSeconds(1));
            update(app, "return " + version);
            platform.run(platform.apps.require(platform.project, app.slug()), "{}");
        }
        assertThatThrownBy(() -> replay(first)).hasMessageContaining("is no longer stored");
        assertThat(platform.count("SELECT count(*) FROM ekaya.app_package")).isEqualTo(2);
    }

    @Test
    void another_apps_package_gets_no_answers() {
        InstalledApp app = platform.install(app("return (await host.state.get('a')).version"));
        Run run = platform.run(app, "{}");
        InstalledApp other = platform.install(app("return host.state.get(JSON.stringify(await host.state.get('a')))")
                .with("manifest.json", "{\"id\": \"other-app\", \"name\": \"Other\", \"version\": \"1.0.0\"}"));
        assertThatThrownBy(() -> replay(platform, run, Optional.of(other.packageHash())))
                .hasMessageContaining("The package is 'other-app'");
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'RUN_REPLAYED'"))
                .isZero();
        PackageHash next = update(app, "return (await host.state.get('a')).version + 1");
        assertThat(replay(platform, run, Optional.of(next)).verdict()).isEqualTo(Replay.Verdict.OUTPUT_DIFFERS);
    }

    @Test
    void an_answer_is_read_by_authors_alone() {
        InstalledApp app = platform.install(
                app(
                        "host.log.info('a'); await host.state.get('k'); return (await host.db.query(\"SELECT 1, repeat('x', 5000)\")).rows"));
        Run run = platform.run(app, "{}");
        Principal author = platform.user("author", Role.AUTHOR);
        Principal operator = platform.user("operator", Role.OPERATOR);
        assertThat(platform.replays.answer(author, run, 1))
                .isEqualTo("{\"ok\":true,\"result\":{\"value\":null,\"version\":0}}");
        assertThat(platform.replays.answer(author, run, 2)).contains("\"rows\":[[1,\"xxxx");
        assertThatThrownBy(() -> platform.replays.answer(author, run, 3)).hasMessageContaining("no call 3");
        assertThatThrownBy(() -> platform.replays.answer(operator, run, 1)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_server_under_other_limits_says_so() {
        InstalledApp app = platform.install(app("return 1"));
        Run run = platform.run(app, "{}");
        platform.sql("UPDATE ekaya.run SET package_hash = 'nothing is read of this', input = '[]', seed = 1");
        assertThat(replay(run).identical()).isTrue();
        try (Platform other = platform.restarted(Limits.defaults().with(Limit.SANDBOX_TIMERS_COUNT, 77))) {
            assertThat(replay(other, run).notes())
                    .containsExactly("Recorded under other conditions: ekaya.sandbox.timers-count was 10000, is 77");
        }
    }

    @Test
    void only_who_may_run_apps_replays() {
        InstalledApp app = platform.install(app("return 1"));
        Run run = platform.run(app, "{}");
        Principal viewer = platform.user("viewer", Role.VIEWER);
        Principal operator = platform.user("operator", Role.OPERATOR);
        assertThatThrownBy(() -> platform.replays.replay(viewer, run, Optional.empty()))
                .isInstanceOf(Refusal.class);
        assertThat(platform.replays
                        .replay(operator, run, Optional.empty())
                        .toCompletableFuture()
                        .join()
                        .identical())
                .isTrue();
    }

    @Test
    void a_replay_ends_when_the_server_stops() {
        InstalledApp app =
                platform.install(app("for (;;) {}").with("capabilities.json", "{\"limits\": {\"fuel\": 20000000}}"));
        Run run = platform.run(app, "{}");
        assertThat(run.outcome().orElseThrow().name()).isEqualTo(Outcome.Name.OUT_OF_FUEL);
        var replaying = platform.runs.<Cancellation.Cause>inTurn(run, cancellation -> {
            platform.runs.stopAll();
            return cancellation.cause().orElseThrow();
        });
        assertThat(replaying.toCompletableFuture().join()).isEqualTo(Cancellation.Cause.SERVER_STOP);
        assertThatThrownBy(() -> platform.runs
                        .inTurn(run, cancellation -> {
                            throw new IllegalStateException("a bug");
                        })
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("a bug");
    }

    private static byte[] sha256(String text) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
