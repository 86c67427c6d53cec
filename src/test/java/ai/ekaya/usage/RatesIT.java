package ai.ekaya.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.Platform;
import ai.ekaya.usage.RateSettings.Standing;
import ai.ekaya.web.MetricsText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RatesIT {
    private static final String APP = "drift";
    private static final String HTTP = "http_request";

    private final Platform platform = Platform.open();
    private final Platform other = platform.another("two");

    @AfterEach
    void close() {
        other.close();
        platform.close();
    }

    private RateSettings settings() {
        return settings(platform);
    }

    private static RateSettings settings(Platform server) {
        return new RateSettings(server.store, server.limits, server.clock, new AuditLog(server.clock), server.rates);
    }

    private void set(RateKey key, long perMinute) {
        settings().put(platform.admin, platform.project, key, Optional.of(perMinute));
    }

    private void call(Platform server, String app, String function) {
        server.rates.require(platform.project, app, function);
    }

    /** How many of so many calls were let through. */
    private int let(Platform server, String app, String function, int calls) {
        int let = 0;
        for (int i = 0; i < calls; i++) {
            try {
                call(server, app, function);
                let++;
            } catch (Refusal refusal) {
                assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
            }
        }
        return let;
    }

    private Standing standing(Platform server, RateKey key) {
        return settings(server).standings(platform.project).stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_call_too_many_is_refused_until_the_next_minute_begins() {
        platform.clock.set(Instant.parse("2026-03-01T10:00:37.500Z"));
        set(RateKey.ofFunction(APP, HTTP), 2);
        call(platform, APP, HTTP);
        call(platform, APP, HTTP);
        assertThatThrownBy(() -> call(platform, APP, HTTP))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
                    assertThat(refusal.retryAfter()).contains(Duration.ofMillis(22_500));
                })
                .hasMessage("App 'drift' has made the 2 calls of http_request that there may be in a minute;"
                        + " try again in 23 s");
        call(platform, APP, "datasource_query");
        call(platform, "other", HTTP);
        platform.clock.set(Instant.parse("2026-03-01T10:00:59.999Z"));
        assertThat(let(platform, APP, HTTP, 1)).isZero();
        platform.clock.set(Instant.parse("2026-03-01T10:01:00Z"));
        assertThat(let(platform, APP, HTTP, 3)).isEqualTo(2);
    }

    @Test
    void nobody_is_told_to_try_again_where_the_rate_is_zero() {
        set(RateKey.ofApp(APP), 0);
        assertThatThrownBy(() -> call(platform, APP, HTTP))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
                    assertThat(refusal.isRetryable()).isFalse();
                    assertThat(refusal.retryAfter()).isEmpty();
                })
                .hasMessage("App 'drift' may make no calls that reach out, as its rate is 0 a minute;"
                        + " an administrator sets another");
        set(RateKey.ofApp(APP), 1);
        call(platform, APP, HTTP);
    }

    @Test
    void a_changed_rate_leaves_what_others_have_used_as_it_was() {
        call(platform, APP, HTTP);
        set(RateKey.ofApp("other"), 7);
        assertThat(standing(platform, RateKey.ofApp(APP)).used()).isEqualTo(1);
    }

    @Test
    void a_small_rate_holds_to_the_last_call_over_two_servers() {
        set(RateKey.ofApp(APP), 5);
        int let = 0;
        for (int i = 0; i < 4; i++) {
            let += let(platform, APP, HTTP, 1) + let(other, APP, "datasource_query", 1);
        }
        assertThat(let).isEqualTo(5);
    }

    @Test
    void two_servers_with_sixteen_threads_make_as_many_calls_as_there_may_be_and_no_more() throws Exception {
        set(RateKey.PROJECT, 1_500);
        set(RateKey.ofApp("even"), 1_000);
        set(RateKey.ofFunction("odd", HTTP), 300);
        int let = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Platform server = i < 8 ? platform : other;
                String app = i % 2 == 0 ? "even" : "odd";
                all.add(threads.submit(() -> let(server, app, HTTP, 400)));
            }
            for (Future<Integer> one : all) {
                let += one.get();
            }
        }
        assertThat(let).isEqualTo(1_300);
        assertThat(standing(platform, RateKey.ofApp("even")).used()).isEqualTo(1_000);
        assertThat(standing(platform, RateKey.ofFunction("odd", HTTP)).used()).isEqualTo(300);
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_minute WHERE taken > per_minute"))
                .isZero();
    }

    @Test
    void what_others_hold_in_hand_is_less_than_a_slice() {
        set(RateKey.ofFunction(APP, HTTP), 640);
        call(other, APP, HTTP);
        assertThat(let(platform, APP, HTTP, 700)).isBetween(640 - 10, 639);
    }

    @Test
    void all_apps_of_a_project_have_a_rate_together() {
        set(RateKey.PROJECT, 3);
        call(platform, "one", HTTP);
        call(other, "two", HTTP);
        call(platform, "three", "llm_generate");
        assertThatThrownBy(() -> call(platform, "four", HTTP))
                .hasMessageStartingWith("The project's apps have made the 3 calls that reach out that there may be");
        platform.rates.requireTool(platform.project, "health");
    }

    @Test
    void a_tool_has_a_rate_whoever_calls_it() {
        set(RateKey.ofTool("query"), 1);
        platform.rates.requireTool(platform.project, "query");
        assertThatThrownBy(() -> other.rates.requireTool(platform.project, "query"))
                .hasMessageStartingWith("Tool query was called 1 times, as often as it may be in a minute;");
        platform.rates.requireTool(platform.project, "sample");
    }

    @Test
    void refused_calls_are_in_the_metrics_by_what_has_the_rate_and_without_names() {
        set(RateKey.ofTool("query"), 0);
        set(RateKey.ofFunction(APP, HTTP), 1);
        set(RateKey.ofApp("other-app"), 0);
        let(platform, APP, HTTP, 3);
        let(platform, "other-app", "llm_generate", 4);
        assertThatThrownBy(() -> platform.rates.requireTool(platform.project, "query"))
                .isInstanceOf(Refusal.class);
        MetricsText text = new MetricsText();
        platform.rates.writeTo(text);
        assertThat(text.toString().lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "ekaya_rate_refusals_total{rate=\"app\"} 4",
                        "ekaya_rate_refusals_total{rate=\"http_request\"} 2",
                        "ekaya_rate_refusals_total{rate=\"tool\"} 1");
    }

    @Test
    void two_projects_are_apart() {
        ProjectId theirs = new ProjectId(UUID.randomUUID());
        platform.sql("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + theirs + "', 'other', now())");
        set(RateKey.ofApp(APP), 1);
        call(platform, APP, HTTP);
        assertThat(let(platform, APP, HTTP, 1)).isZero();
        platform.rates.require(theirs, APP, HTTP);
        assertThat(settings().standings(theirs))
                .extracting(Standing::refusedToday)
                .containsOnly(0L);
    }

    @Test
    void refused_calls_are_counted_by_the_day_over_all_servers() {
        set(RateKey.ofApp(APP), 1);
        let(platform, APP, HTTP, 4);
        let(other, APP, HTTP, 2);
        assertThat(standing(platform, RateKey.ofApp(APP)).refusedToday())
                .as("what the other server has not written yet is missing")
                .isEqualTo(3);
        other.rates.flush();
        assertThat(standing(platform, RateKey.ofApp(APP))).isEqualTo(new Standing(RateKey.ofApp(APP), 1, 1, 5));
        platform.clock.advance(Duration.ofDays(1));
        assertThat(standing(platform, RateKey.ofApp(APP))).isEqualTo(new Standing(RateKey.ofApp(APP), 1, 0, 0));
        platform.clock.advance(Duration.ofDays(32));
        let(platform, APP, HTTP, 2);
        platform.rates.flush();
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_refused")).isEqualTo(1);
    }

    @Test
    void a_rate_that_was_changed_counts_at_once_on_the_server_that_was_asked() {
        set(RateKey.ofApp(APP), 1);
        assertThat(let(platform, APP, HTTP, 3)).isEqualTo(1);
        set(RateKey.ofApp(APP), 3);
        assertThat(let(platform, APP, HTTP, 3)).isEqualTo(2);
        settings().put(platform.admin, platform.project, RateKey.ofApp(APP), Optional.empty());
        assertThat(let(platform, APP, HTTP, 100)).isEqualTo(100);
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_rate")).isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'RATE_CHANGED'"))
                .isEqualTo(3);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'RATE_CHANGED'"
                        + " AND changes->'app drift'->>'before' = '1' AND changes->'app drift'->>'after' = '3'"))
                .isEqualTo(1);
    }

    @Test
    void nobody_sets_more_than_the_server_gives_nor_what_is_no_rate() {
        assertThatThrownBy(() -> set(RateKey.ofApp(APP), 60_001))
                .hasMessage("'perMinute' is 60001, expected 0 to 60000, what this server gives"
                        + " (ekaya.usage.app-calls-per-minute-count)");
        assertThatThrownBy(() -> set(RateKey.ofFunction(APP, HTTP), 6_001)).hasMessageContaining("0 to 6000");
        assertThatThrownBy(() -> set(RateKey.ofFunction(APP, "datasource_query"), 60_001))
                .hasMessageContaining("ekaya.usage.query-calls-per-minute-count");
        assertThatThrownBy(() -> set(RateKey.ofFunction(APP, "log"), 1))
                .hasMessageStartingWith("Function 'log' has no rate, expected one of datasource_execute, ");
        assertThatThrownBy(() -> set(RateKey.ofFunction("", HTTP), 1)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> set(new RateKey(APP, "", "query"), 1)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> set(RateKey.ofApp("No Slug"), 1)).isInstanceOf(Refusal.class);
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_rate")).isZero();
        set(RateKey.ofApp(APP), 0);
        assertThat(let(platform, APP, HTTP, 1)).isZero();
    }

    @Test
    void a_project_sets_so_many_rates_and_no_more() {
        Platform small = platform.another("three", Limits.defaults().with(Limit.USAGE_RATES_PER_PROJECT_COUNT, 2));
        try (small) {
            RateSettings few = settings(small);
            few.put(small.admin, small.project, RateKey.ofApp("a"), Optional.of(1L));
            few.put(small.admin, small.project, RateKey.ofApp("b"), Optional.of(1L));
            assertThatThrownBy(() -> few.put(small.admin, small.project, RateKey.ofApp("c"), Optional.of(1L)))
                    .hasMessageStartingWith("The project has 2 rates");
            few.put(small.admin, small.project, RateKey.ofApp("b"), Optional.of(2L));
        }
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_rate")).isEqualTo(2);
    }

    @Test
    void minutes_that_are_over_are_forgotten() {
        for (int minute = 0; minute < 5; minute++) {
            call(platform, APP, HTTP);
            call(other, "other-app", HTTP);
            platform.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(platform.count("SELECT count(DISTINCT minute) FROM ekaya.usage_minute"))
                .isEqualTo(2);
    }

    @Test
    void functions_that_reach_nothing_ask_nobody_and_most_calls_of_the_others_neither() {
        call(platform, APP, HTTP);
        platform.countStatements();
        for (int i = 0; i < 1_000; i++) {
            call(platform, APP, "db_query");
        }
        for (int i = 0; i < 90; i++) {
            call(platform, APP, HTTP);
        }
        assertThat(platform.statements()).isEmpty();
    }

    @Test
    void without_the_database_nothing_is_let_through_but_what_is_in_hand() {
        set(RateKey.ofFunction(APP, HTTP), 640);
        try (Platform away = platform.another("away")) {
            Rates rates = new Rates(away.store, away.limits, away.clock);
            rates.require(platform.project, APP, HTTP);
            platform.sql("ALTER TABLE ekaya.usage_minute RENAME TO usage_minute_away");
            for (int held = 0; held < 9; held++) {
                rates.require(platform.project, APP, HTTP);
            }
            assertThatThrownBy(() -> rates.require(platform.project, APP, HTTP)).isNotInstanceOf(Refusal.class);
            platform.sql("ALTER TABLE ekaya.usage_minute_away RENAME TO usage_minute");
            rates.require(platform.project, APP, HTTP);
        }
        call(platform, APP, HTTP);
    }
}
