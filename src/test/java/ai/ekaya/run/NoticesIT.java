package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.boot.Waiting;
import ai.ekaya.host.RunId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Packages;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What apps tell people by {@code host.notify}, on the real database. */
class NoticesIT {
    private final Limits limits =
            Limits.defaults().with(Limit.NOTIFY_PER_RUN_COUNT, 3).with(Limit.NOTIFY_PER_APP_DAY_COUNT, 5);
    private final Platform platform = Platform.open(limits);

    @AfterEach
    void close() {
        platform.close();
    }

    private static Packages telling(String body) {
        return Packages.minimal()
                .with("app.js", "export default async ({host, input}) => {" + body + "}")
                .allowing("notify", "state_set");
    }

    private Run run(InstalledApp app, String input) {
        return platform.run(app, input);
    }

    private Outcome.Name end(Run run) {
        return run.outcome().orElseThrow().name();
    }

    private long told() {
        return platform.count("SELECT count(*) FROM ekaya.notification");
    }

    private String one(String column) {
        return platform.text("SELECT " + column + " FROM ekaya.notification ORDER BY created_at LIMIT 1");
    }

    @Test
    void what_an_app_tells_is_there_once_its_run_has_ended() {
        InstalledApp app = platform.install(
                telling(
                        "return await host.notify({severity: 'warning', title: 'Prices\\nmoved', body: 'By 3 %', dedupeKey: 'p'})"));
        Run run = run(app, "{}");
        assertThat(platform.output(run)).isEqualTo("{\"accepted\":true}");
        assertThat(one("concat_ws('|', severity, title, body, app, run_id, count)"))
                .isEqualTo("WARNING|Prices moved|By 3 %|" + app.slug() + "|" + run.id() + "|1");
    }

    @Test
    void the_same_thing_while_it_is_open_counts_and_is_as_urgent_as_it_was() {
        InstalledApp app =
                platform.install(telling("await host.notify({severity: input.s, title: input.t, dedupeKey: 'k'})"));
        run(app, "{\"s\":\"critical\",\"t\":\"one\"}");
        Run second = run(app, "{\"s\":\"info\",\"t\":\"two\"}");
        assertThat(told()).isEqualTo(1);
        assertThat(one("concat_ws('|', severity, title, run_id, count)"))
                .isEqualTo("CRITICAL|two|" + second.id() + "|2");
        platform.sql("UPDATE ekaya.notification SET acknowledged_at = now(), acknowledged_by = 'ada'");
        run(app, "{\"s\":\"info\",\"t\":\"three\"}");
        assertThat(told()).isEqualTo(2);
    }

    @Test
    void the_same_key_in_one_run_is_one_and_without_a_key_each_is_its_own() {
        run(platform.install(telling("""
                await host.notify({title: 'a', dedupeKey: 'k'});
                await host.notify({title: 'b', dedupeKey: 'k'});
                await host.notify({title: 'c'})""")), "{}");
        assertThat(told()).isEqualTo(2);
        assertThat(platform.text("SELECT title || count FROM ekaya.notification WHERE dedupe_key LIKE 'app:%'"))
                .isEqualTo("b2");
    }

    @Test
    void what_one_run_tells_is_listed_in_the_order_in_which_it_was_told() {
        run(platform.install(telling("""
                await host.notify({title: 'z', dedupeKey: 'z'});
                await host.notify({title: 'm'});
                await host.notify({title: 'a', dedupeKey: 'a'})""")), "{}");
        assertThat(platform.text("SELECT string_agg(title, ' ' ORDER BY last_at) FROM ekaya.notification"))
                .isEqualTo("z m a");
    }

    @Test
    void an_apps_key_is_not_another_apps() {
        Packages packages = telling("await host.notify({title: 'a', dedupeKey: 'k'})");
        run(platform.install(packages), "{}");
        run(
                platform.install(packages.with(
                        "manifest.json", "{\"id\": \"other\", \"name\": \"Other\", \"version\": \"1.0.0\"}")),
                "{}");
        assertThat(told()).isEqualTo(2);
    }

    @Test
    void what_a_run_told_before_it_failed_is_told() {
        Run run = run(platform.install(telling("await host.notify({title: 'found'}); throw new Error('later')")), "{}");
        assertThat(end(run)).isEqualTo(Outcome.Name.FAILED);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void of_a_run_that_somebody_cancels_nothing_is_told() {
        InstalledApp app =
                platform.install(telling("await host.notify({title: 'a'}); await host.state.set('k', 1); for (;;);"));
        RunId id = platform.runs.submit(platform.asked(app, "{}"));
        Waiting.until("so far", 20, () -> platform.count("SELECT count(*) FROM ekaya.app_state") == 1);
        platform.runs.cancel(
                platform.admin, platform.history.find(platform.project, id).orElseThrow());
        assertThat(end(platform.ended(id))).isEqualTo(Outcome.Name.CANCELLED);
        assertThat(told()).isZero();
    }

    /** Until its time is over. */
    private RunId spinning() {
        InstalledApp app =
                platform.install(telling("await host.notify({title: 'a'}); await host.state.set('k', 1); for (;;);")
                        .with("capabilities.json", """
                                {"hostFunctions": ["notify", "state_set"], "limits": {"timeout": "2s"}}
                                """));
        RunId id = platform.runs.submit(platform.asked(app, "{}"));
        Waiting.until("it spins", 20, () -> platform.count("SELECT count(*) FROM ekaya.app_state") == 1);
        return id;
    }

    @Test
    void what_a_run_told_before_its_time_was_over_is_told() {
        assertThat(end(platform.ended(spinning()))).isEqualTo(Outcome.Name.TIMED_OUT);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void a_run_that_is_no_longer_this_servers_when_it_ends_tells_nothing() {
        RunId id = spinning();
        platform.sql("UPDATE ekaya.run SET fence = fence + 1");
        Waiting.until("its guest has ended", 20, () -> platform.runs.running() == 0);
        Waiting.until("its end was tried", 20, () -> platform.runs.waiting() == 0);
        assertThat(platform.text("SELECT state FROM ekaya.run WHERE id = '" + id + "'"))
                .isEqualTo("RUNNING");
        assertThat(told()).isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.notice_day")).isZero();
    }

    @Test
    void a_run_tells_so_many_and_an_app_so_many_a_day() {
        InstalledApp app = platform.install(
                telling(
                        "const got = []; for (let n = 0; n < 4; n++) got.push(await host.notify({title: 'n' + n})); return got"));
        assertThat(platform.output(run(app, "{}")))
                .contains(
                        "{\"accepted\":false,\"reason\":\"This run has told people 3 times, the most that a run may\"}");
        assertThat(told()).isEqualTo(3);
        assertThat(platform.output(run(app, "{}"))).contains("This app has told people 5 times today");
        assertThat(told()).isEqualTo(5);
        platform.clock.advance(Duration.ofDays(1));
        run(app, "{}");
        assertThat(told()).isEqualTo(8);
    }

    @Test
    void what_is_wrong_is_refused_and_tells_nothing() {
        InstalledApp app = platform.install(
                telling("try { await host.notify(input) } catch (e) { return e.code + ' ' + e.message }"));
        assertThat(platform.output(run(app, "{\"title\":\"t\",\"severity\":\"urgent\"}")))
                .contains("BAD_ARGUMENT notify got severity 'urgent', expected one of info, warning, critical");
        assertThat(platform.output(run(app, "{\"body\":\"b\"}")))
                .contains("BAD_ARGUMENT notify needs the argument 'title'");
        assertThat(platform.output(run(app, "{\"title\":\" \\n \"}"))).contains("BAD_ARGUMENT");
        assertThat(platform.output(run(app, "{\"title\":\"t\",\"to\":\"eve@example.com\"}")))
                .contains("BAD_ARGUMENT notify has no argument 'to'");
        assertThat(platform.output(run(app, "{\"title\":\"t\",\"dedupeKey\":\"" + "k".repeat(201) + "\"}")))
                .contains("LIMIT");
        assertThat(told()).isZero();
        run(app, "{\"title\":\"t\",\"dedupeKey\":\"" + "k".repeat(200) + "\"}");
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void what_an_app_tells_is_to_be_sent_where_a_rule_leads_to() {
        platform.sql(
                "INSERT INTO ekaya.notify_channel (id, project_id, name, sealed_target, busy_until, changed_at, changed_by,"
                        + " changed_by_name) VALUES (gen_random_uuid(), '" + platform.project
                        + "', 'ops', '-', now(), now(),"
                        + " gen_random_uuid(), 'ada')");
        platform.sql("INSERT INTO ekaya.notify_rule (project_id, channel_id, place, severity)"
                + " SELECT project_id, id, 0, 'WARNING' FROM ekaya.notify_channel");
        run(platform.install(telling("""
                await host.notify({title: 'a', severity: 'critical'});
                await host.notify({title: 'b'})""")), "{}");
        assertThat(told()).isEqualTo(2);
        assertThat(platform.text("SELECT string_agg(n.title, ',') FROM ekaya.notice_delivery d"
                        + " JOIN ekaya.notification n ON n.id = d.notification_id"))
                .isEqualTo("a");
    }

    @Test
    void a_replay_gets_the_same_answers_and_tells_nobody() {
        InstalledApp app = platform.install(telling("return await host.notify({title: 'a'})"));
        Run run = run(app, "{}");
        Replay replay = platform.replays
                .replay(platform.admin, run, Optional.empty())
                .toCompletableFuture()
                .join();
        assertThat(replay.verdict()).isEqualTo(Replay.Verdict.IDENTICAL);
        assertThat(told()).isEqualTo(1);
    }
}
