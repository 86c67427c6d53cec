package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.RunProgress;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs are found again by what is known of them, also among very many. */
class RunHistoryIT {
    /** {@code -Dhistory.runs=200000} for the figures in docs/performance.md. */
    private static final int RUNS = Integer.getInteger("history.runs", 20_000);

    private static Platform platform;
    private static InstalledApp app;

    @BeforeAll
    static void fill() {
        platform = Platform.open(Limits.defaults().with(Limit.RUN_KEPT_PER_APP_COUNT, 10_000_000));
        app = platform.install(Platform.app(
                        "export default async ({input, host}) => { await host.progress(0.5, 'half \\0 way'); return input }")
                .allowing("progress", "log"));
        platform.sql(
                "INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind, trigger_json,"
                        + " principal_kind, principal_id, principal_name, input, state, outcome, seed, created_at, started_at, ended_at,"
                        + " wall_millis, server_id, lease_until)"
                        + " SELECT gen_random_uuid(), '" + platform.project + "', '" + app.id()
                        + "', 'app-' || n % 50, '1.0.' || n % 7, 'blake3:' || n % 11,"
                        + " CASE WHEN n % 10 = 0 THEN 'manual' ELSE 'schedule' END, '{\"kind\":\"schedule\"}',"
                        + " 'user', ('00000000-0000-4000-8000-' || lpad((n % 100)::text, 12, '0'))::uuid, 'user-' || n % 100, '{}', 'ENDED',"
                        + " CASE WHEN n % 1000 = 0 THEN 'TIMED_OUT' WHEN n % 100 = 1 THEN 'FAILED' ELSE 'SUCCEEDED' END, 1,"
                        + " timestamptz '2026-01-01' + n * interval '1 second', timestamptz '2026-01-01' + n * interval '1 second',"
                        + " timestamptz '2026-01-01' + n * interval '1 second', n % 5000, 'gone', now()"
                        + " FROM generate_series(1, " + RUNS + ") n");
        platform.sql("ANALYZE ekaya.run");
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    private static List<Run> list(RunFilter filter) {
        return platform.history.list(new RunHistory.Query(platform.project, filter, Optional.empty(), 50));
    }

    private static Filters with() {
        return new Filters();
    }

    @Test
    void each_filter_finds_what_it_names_and_nothing_else() {
        assertThat(list(with().app("app-7").build()))
                .hasSize(50)
                .allMatch(run -> run.appSlug().equals("app-7"));
        assertThat(list(with().outcome(Outcome.Name.FAILED).build()))
                .isNotEmpty()
                .allMatch(run -> run.outcome().orElseThrow().name() == Outcome.Name.FAILED);
        assertThat(list(with().state(Run.State.QUEUED).build())).isEmpty();
        assertThat(list(with().trigger(Trigger.Kind.MANUAL).app("app-10").build()))
                .isNotEmpty()
                .allMatch(run -> run.appSlug().equals("app-10"));
        assertThat(list(with().who("user-3").build()))
                .hasSize(50)
                .allMatch(run -> run.principal().name().equals("user-3"));
        assertThat(list(with().who("00000000-0000-4000-8000-000000000003").build()))
                .isEqualTo(list(with().who("user-3").build()));
        assertThat(list(with().version("1.0.2").packageHash("blake3:4").build()))
                .isNotEmpty()
                .allMatch(run ->
                        run.version().equals("1.0.2") && run.packageHash().equals("blake3:4"));
        Instant from = Instant.parse("2026-01-01T00:10:00Z");
        assertThat(list(with().from(from).to(from.plusSeconds(10)).build()))
                .hasSize(10)
                .allMatch(run ->
                        !run.createdAt().isBefore(from) && run.createdAt().isBefore(from.plusSeconds(10)));
        assertThat(list(with().atLeast(Duration.ofMillis(4_999)).build()))
                .isNotEmpty()
                .allMatch(run -> run.usage().wallMillis() >= 4_999);
    }

    @Test
    void pages_neither_skip_nor_repeat_while_others_begin() {
        List<Run> seen = new ArrayList<>();
        Optional<RunHistory.Place> before = Optional.empty();
        for (int page = 0; page < 5; page++) {
            List<Run> found = platform.history.list(new RunHistory.Query(
                    platform.project, with().outcome(Outcome.Name.FAILED).build(), before, 20));
            seen.addAll(found);
            before = Optional.of(new RunHistory.Place(
                    found.getLast().createdAt(), found.getLast().id().value()));
            platform.run(app, "1");
        }
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen)
                .isEqualTo(platform.history.list(new RunHistory.Query(
                        platform.project, with().outcome(Outcome.Name.FAILED).build(), Optional.empty(), 100)));
    }

    @Test
    void lists_use_an_index_and_read_a_page() {
        for (RunFilter filter : List.of(
                RunFilter.ALL,
                with().app("app-7").build(),
                with().outcome(Outcome.Name.TIMED_OUT).build(),
                with().from(Instant.parse("2026-01-01T00:10:00Z")).build())) {
            RunSearch search = new RunSearch(new RunHistory.Query(platform.project, filter, Optional.empty(), 51));
            String sql = search.sql();
            for (Object parameter : search.parameters()) {
                sql = sql.replaceFirst("\\?", "'" + parameter + "'");
            }
            String plan = explain(sql);
            assertThat(plan).as(sql).contains("Index Scan").doesNotContain("Seq Scan", "Sort");
        }
    }

    private static String explain(String sql) {
        platform.sql("CREATE OR REPLACE FUNCTION public.plan_of(asked text) RETURNS text LANGUAGE plpgsql AS $$"
                + " DECLARE line text; plan text := ''; BEGIN FOR line IN EXECUTE 'EXPLAIN ' || asked LOOP"
                + " plan := plan || line || ' '; END LOOP; RETURN plan; END $$");
        return platform.text("SELECT public.plan_of('" + sql.replace("'", "''") + "')");
    }

    @Test
    void a_run_tells_what_it_was_given_its_progress_and_how_long_its_end_took() {
        Run run = platform.run(app, "{\"n\": 1.50}");
        assertThat(platform.history.given(run).inputJson()).isEqualTo("{\"n\": 1.50}");
        assertThat(platform.history.given(run).settingsJson()).contains("{}");
        assertThat(run.progress()).contains(new RunProgress(0.5, "half \uFFFD way"));
        ai.ekaya.boot.Waiting.until(
                "it is known",
                10,
                () -> platform.history
                        .find(platform.project, run.id())
                        .orElseThrow()
                        .commit()
                        .isPresent());
    }

    @Test
    void an_app_keeps_so_many_runs_as_it_is_told_and_no_more_than_the_server() {
        try (Platform own = Platform.open()) {
            InstalledApp kept = own.install(Platform.app("export default () => 1"));
            Retention retentions = new Retention(own.store, own.apps, new AuditLog(own.clock), own.limits);
            for (int i = 0; i < 6; i++) {
                own.clock.advance(Duration.ofSeconds(1));
                own.run(kept, "1");
            }
            assertThat(retentions.of(own.project, kept.slug())).isEqualTo(500);
            retentions.change(own.admin, own.project, kept.slug(), 2);
            assertThat(retentions.of(own.project, kept.slug())).isEqualTo(2);
            assertThat(own.count("SELECT count(*) FROM ekaya.run")).isEqualTo(2);
            assertThatThrownBy(() -> retentions.change(own.admin, own.project, kept.slug(), 501))
                    .isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> retentions.change(own.admin, own.project, kept.slug(), 0))
                    .isInstanceOf(Refusal.class);
            assertThat(retentions.of(own.project, kept.slug())).isEqualTo(2);
            retentions.change(own.admin, own.project, kept.slug(), null);
            assertThat(retentions.of(own.project, kept.slug())).isEqualTo(500);
        }
    }
}
