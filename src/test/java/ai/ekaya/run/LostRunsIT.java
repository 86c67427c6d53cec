package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.datasource.DatasourceChange;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.datasource.WritableLogin;
import ai.ekaya.host.Effect;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Role;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import ai.ekaya.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose server is gone: it stops beating, its clock goes on, and its threads, which no kill has ended, are the zombies. */
class LostRunsIT {
    private static final Duration OVER = Duration.ofSeconds(61);

    private Platform one = Platform.open();
    private Optional<Platform> two = Optional.empty();

    @AfterEach
    void close() {
        one.runs.stopAll();
        two.ifPresent(Platform::close);
        one.close();
    }

    private Platform two() {
        Platform other = two.orElseGet(() -> one.another("two"));
        two = Optional.of(other);
        return other;
    }

    /** In its first attempt it never ends by itself. */
    private static Packages hanging(String before, String after) {
        return Platform.app("export default async ({host, run}) => {" + before + "; if (run.attempt === 1) for (;;) {} "
                        + after + "; return run; }")
                .with("schema.sql", "CREATE TABLE notes (id text PRIMARY KEY, body text)");
    }

    private RunId begun(Packages packages) {
        RunId id = one.runs.submit(one.asked(one.install(packages), "{}"));
        await(() -> run(id).state() == Run.State.RUNNING);
        return id;
    }

    private Run run(RunId id) {
        return one.history.find(one.project, id).orElseThrow();
    }

    /** Without sleeping: each look asks the database. */
    private static void await(BooleanSupplier reached) {
        Instant end = Instant.now().plusSeconds(30);
        while (!reached.getAsBoolean()) {
            assertThat(Instant.now()).as("still waiting").isBefore(end);
            Thread.onSpinWait();
        }
    }

    /** The lease of the first server runs out, and the second one looks until nothing waits any more. */
    private Run takenOver(RunId id) {
        one.clock.advance(OVER);
        two().runs.beat();
        return retried(id);
    }

    private Run retried(RunId id) {
        if (run(id).state() == Run.State.WAITING) {
            one.clock.advance(Duration.ofMinutes(6));
            two().runs.beat();
        }
        return two().ended(id);
    }

    private long notes() {
        return one.count("SELECT count(*) FROM "
                + one.text("SELECT schema_name FROM ekaya.app_database ORDER BY created_at LIMIT 1") + ".notes");
    }

    private static Outcome.Name outcome(Run run) {
        return run.outcome().map(Outcome::name).orElseThrow();
    }

    private static String message(Run run) {
        return run.outcome().flatMap(Outcome::error).orElseThrow().message();
    }

    @Test
    void a_run_that_had_only_read_begins_anew_on_another_server() {
        RunId id = begun(
                hanging(
                        "await host.db.query('SELECT count(*) FROM notes'); await host.state.get('a')",
                        "await host.db.query(\"INSERT INTO notes VALUES (?, 'x') ON CONFLICT DO NOTHING\", [run.idempotencyKey])"));
        Run run = takenOver(id);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.SUCCEEDED);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(notes()).isEqualTo(1);
        assertThat(one.output(run))
                .isEqualTo("{\"id\":\"" + id + "\",\"attempt\":2,\"idempotencyKey\":\"" + id + "\"}");
        assertThat(one.stories.of(run).attempts()).hasSize(2).satisfies(attempts -> {
            assertThat(attempts.get(0).server()).isEqualTo("one");
            assertThat(attempts.get(0).outcome()).contains(Outcome.Name.LOST);
            assertThat(attempts.get(0).retryAt()).isPresent();
            assertThat(attempts.get(1).server()).isEqualTo("two");
            assertThat(attempts.get(1).outcome()).contains(Outcome.Name.SUCCEEDED);
        });
        Replay replay = two().replays
                .replay(one.admin, run, Optional.empty())
                .toCompletableFuture()
                .join();
        assertThat(replay.verdict()).isEqualTo(Replay.Verdict.IDENTICAL);
    }

    @Test
    void a_run_that_had_committed_a_change_is_lost_and_says_which() {
        RunId id = begun(hanging(
                "await host.db.query('SELECT 1'); await host.db.query(\"INSERT INTO notes VALUES ('a', 'x')\")", ""));
        await(() -> notes() == 1);
        Run run = takenOver(id);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.LOST);
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(message(run)).contains("call 2 db_query (done)", "INSERT INTO notes VALUES ('a', 'x')");
        assertThat(one.stories.of(run).effects()).singleElement().satisfies(effect -> {
            assertThat(effect.call()).isEqualTo(2);
            assertThat(effect.state()).isEqualTo(Effect.State.DONE);
        });
        assertThat(notes()).isEqualTo(1);
        assertThat(one.text("SELECT severity || ' ' || run_id FROM ekaya.notification"))
                .isEqualTo("WARNING " + id);
        one.clock.advance(OVER);
        two().runs.beat();
        assertThat(one.count("SELECT count(*) FROM ekaya.notification")).isEqualTo(1);
    }

    @Test
    void a_mark_that_was_not_made_here_is_in_doubt() {
        RunId id = begun(hanging("await host.db.query(\"INSERT INTO notes VALUES ('a', 'x')\")", ""));
        await(() -> notes() == 1);
        one.sql("UPDATE " + one.text("SELECT schema_name FROM ekaya.app_database") + ".ekaya_effect SET sequence = 7");
        Run run = takenOver(id);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.LOST);
        assertThat(message(run)).contains("call 7 db_query (in doubt)");
        assertThat(one.text("SELECT severity FROM ekaya.notification")).isEqualTo("CRITICAL");
    }

    @Test
    void a_run_that_had_set_its_state_is_lost() {
        RunId id = begun(hanging("await host.state.set('count', 1)", ""));
        await(() -> one.count("SELECT count(*) FROM ekaya.app_state") == 1);
        Run run = takenOver(id);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.LOST);
        assertThat(message(run)).contains("call 1 state_set (done) {\"key\":\"count\"");
        assertThat(one.count("SELECT count(*) FROM ekaya.app_state")).isEqualTo(1);
    }

    @Test
    void a_change_that_was_refused_is_none() {
        RunId id = begun(hanging(
                "await host.db.query('INSERT INTO notes VALUES (NULL)').catch(() => 0);"
                        + " await host.state.set('a', 1, 9).catch(() => 0)",
                ""));
        assertThat(outcome(takenOver(id))).isEqualTo(Outcome.Name.SUCCEEDED);
    }

    @Test
    void a_datasource_that_is_just_being_changed_is_in_doubt_and_is_not_changed_again() throws SQLException {
        TestShop shop = TestShop.fresh();
        DatasourceId datasource = writable(shop);
        one.queries.approveChange(
                one.user("author", Role.AUTHOR),
                one.admin,
                one.project,
                datasource,
                "touch",
                "UPDATE orders SET note = coalesce(note, '') || 'touched' WHERE id = (SELECT min(id) FROM orders)");
        Packages app = Platform.app("export default async ({host}) => host.datasource.execute('touch', {})")
                .with("capabilities.json", "{\"hostFunctions\": [\"datasource_execute\"], \"queries\": [\"touch\"]}")
                .manifest("\"datasources\": [{\"alias\": \"primary\", \"types\": [\"postgresql\"]}]");
        RunId id;
        try (Connection holding = TestDatabase.superuser(shop.database());
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("SELECT id FROM orders FOR UPDATE");
            id = begun(app);
            await(() -> one.count("SELECT count(*) FROM ekaya.run_effect") == 1);
            Run run = takenOver(id);
            assertThat(outcome(run)).isEqualTo(Outcome.Name.LOST);
            assertThat(message(run)).contains("call 1 datasource_execute (in doubt) {\"query\":\"touch\"");
            holding.rollback();
        }
        await(() -> touched(shop) == 1);
        Run clean = one.run(one.apps.list(one.project).get(0), "{}");
        assertThat(outcome(clean)).isEqualTo(Outcome.Name.SUCCEEDED);
        assertThat(one.stories.of(clean).effects()).isEmpty();
        assertThat(one.text("SELECT done_at IS NOT NULL FROM ekaya.run_effect WHERE run_id = '" + clean.id() + "'"))
                .isEqualTo("t");
    }

    private static long touched(TestShop shop) {
        try (Connection connection = TestDatabase.superuser(shop.database());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM orders WHERE note LIKE '%touched'")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private DatasourceId writable(TestShop shop) throws SQLException {
        try (Connection connection = TestDatabase.superuser(shop.database());
                Statement statement = connection.createStatement()) {
            statement.execute("GRANT SELECT, UPDATE ON orders TO " + shop.user());
        }
        DatasourceId id = one.datasources
                .add(
                        one.admin,
                        one.project,
                        new NewDatasource(
                                "shop",
                                "postgresql",
                                "localhost",
                                shop.port(),
                                shop.database(),
                                shop.user(),
                                new Secret(shop.password()),
                                "prefer"))
                .id();
        one.datasources.update(
                one.admin,
                one.project,
                id,
                new DatasourceChange(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(WritableLogin.ALLOW)));
        return id;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "await host.db.query(\"INSERT INTO notes VALUES ('zombie', 'x')\")",
                "await host.state.set('zombie', 1)"
            })
    void a_server_that_was_only_paused_changes_nothing_once_its_run_is_taken(String change) {
        RunId id = begun(
                Platform.app("export default async ({host, run}) => {"
                                + " if (run.attempt === 1) {"
                                + "   while ((await host.db.query('SELECT body FROM notes')).rows.length === 0); "
                                + change + "; }"
                                + " return run.attempt; }")
                        .with("schema.sql", "CREATE TABLE notes (id text PRIMARY KEY, body text)")
                        .with(
                                "capabilities.json",
                                "{\"hostFunctions\": [\"db_query\", \"state_set\"], \"limits\": {\"hostCallsPerRun\": 10000}}"));
        Run run = takenOver(id);
        assertThat(outcome(run)).isEqualTo(Outcome.Name.SUCCEEDED);
        // What the zombie has been waiting for.
        one.sql("INSERT INTO " + one.text("SELECT schema_name FROM ekaya.app_database") + ".notes VALUES ('go', 'on')");
        await(() -> one.runs.running() == 0);
        assertThat(notes()).isEqualTo(1);
        assertThat(one.count("SELECT count(*) FROM ekaya.app_state")).isZero();
        assertThat(one.output(run(id))).isEqualTo("2");
        assertThat(one.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'RUN_ENDED'"))
                .isEqualTo(1);
    }

    @Test
    void a_run_is_tried_so_often_and_then_lost() {
        Limits two = Limits.defaults().with(Limit.RUN_ATTEMPTS_COUNT, 2);
        one.close();
        one = Platform.open(two);
        RunId id = begun(Platform.app("export default async ({host}) => { for (;;) {} }"));
        one.clock.advance(OVER);
        Platform other = two();
        other.runs.beat();
        one.clock.advance(Duration.ofMinutes(6));
        other.runs.beat();
        await(() -> run(id).state() == Run.State.RUNNING);
        one.clock.advance(OVER);
        try (Platform third = one.another("three")) {
            third.runs.beat();
        }
        assertThat(outcome(run(id))).isEqualTo(Outcome.Name.LOST);
        assertThat(message(run(id))).contains("it had changed nothing, and this was attempt 2");
        other.runs.stopAll();
    }

    @Test
    void a_server_that_died_over_the_looking_has_decided_nothing() {
        RunId committed = begun(hanging("await host.db.query(\"INSERT INTO notes VALUES ('a', 'x')\")", ""));
        await(() -> notes() == 1);
        Run before = run(committed);
        // It had ended the attempt in the app's schema, and not come to write what that means.
        two().databases.endAttempts(before.app(), List.of(new ai.ekaya.appdb.WriteMark.Attempt(committed.value(), 1)));
        assertThat(run(committed)).isEqualTo(before);
        assertThat(outcome(takenOver(committed))).isEqualTo(Outcome.Name.LOST);
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void two_servers_find_a_thousand_in_one_look_and_each_once() {
        one.close();
        one = Platform.open(Limits.defaults().with(Limit.RUN_QUEUE_COUNT, 10_000), task -> {});
        InstalledApp app = one.install(hanging("", ""));
        RunId first = one.runs.submit(one.asked(app, "{}"));
        one.sql("""
                INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                    principal_kind, principal_id, principal_name, input, state, seed, created_at, started_at, server_id,
                    lease_until)
                SELECT gen_random_uuid(), project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,
                    principal_kind, principal_id, principal_name, input,
                    CASE WHEN n % 2 = 0 THEN 'QUEUED' ELSE 'RUNNING' END, n, created_at, created_at, 'gone', lease_until
                FROM ekaya.run, generate_series(1, 1000) AS n
                """);
        one.sql("DELETE FROM ekaya.run WHERE id = '" + first + "'");
        one.clock.advance(OVER);
        Limits noPlaces = Limits.defaults().with(Limit.RUN_CONCURRENT_COUNT, 1).with(Limit.RUN_QUEUE_COUNT, 1);
        try (Platform other = one.another("two", noPlaces);
                Platform third = one.another("three", noPlaces)) {
            CompletableFuture<Void> both = CompletableFuture.allOf(
                    CompletableFuture.runAsync(other.runs::beat), CompletableFuture.runAsync(third.runs::beat));
            both.orTimeout(60, TimeUnit.SECONDS).join();
            assertThat(one.count("SELECT count(*) FROM ekaya.run WHERE state = 'RUNNING' AND server_id = 'gone'"))
                    .isZero();
            assertThat(one.count("SELECT count(*) FROM ekaya.run WHERE state = 'QUEUED' AND server_id = 'gone'"))
                    .isZero();
            assertThat(one.count("SELECT count(*) FROM ekaya.run_attempt")).isEqualTo(500);
            assertThat(one.count("SELECT count(*) FROM ekaya.run WHERE attempt = 2"))
                    .isEqualTo(500);
            other.runs.stopAll();
            third.runs.stopAll();
        }
    }

    @Test
    void a_run_that_waits_for_its_next_attempt_is_cancelled_at_once() {
        RunId id = begun(hanging("", ""));
        one.clock.advance(OVER);
        two().runs.beat();
        assertThat(run(id).state()).isEqualTo(Run.State.WAITING);
        two().runs.cancel(one.admin, run(id));
        assertThat(outcome(run(id))).isEqualTo(Outcome.Name.CANCELLED);
        one.clock.advance(Duration.ofMinutes(6));
        two().runs.beat();
        assertThat(run(id).attempt()).isEqualTo(2);
        assertThat(outcome(run(id))).isEqualTo(Outcome.Name.CANCELLED);
    }

    @Test
    void who_may_no_longer_run_apps_does_not_do_so_by_a_retry() {
        RunId id = begun(hanging("", ""));
        one.clock.advance(OVER);
        Platform other = two();
        other.runs.beat();
        other.users.clear();
        assertThat(outcome(retried(id))).isEqualTo(Outcome.Name.REFUSED);
    }
}
