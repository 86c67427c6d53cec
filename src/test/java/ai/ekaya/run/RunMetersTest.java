package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.web.MetricsText;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunMetersTest {
    private static final ProjectId PROJECT = new ProjectId(new UUID(0, 1));
    private static final String LABELS = "{app=\"my-app\",project=\"" + PROJECT + "\"}";
    private static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");

    private final RunMeters meters = new RunMeters(Limits.defaults().with(Limit.RUN_METERED_APPS_COUNT, 2));

    private static Run run(String slug) {
        return new Run(
                new RunId(new UUID(0, 4)),
                PROJECT,
                new AppId(new UUID(0, 3)),
                slug,
                "1.0.0",
                "blake3:00",
                JsonNodeFactory.instance.objectNode(),
                new Run.Asker("user", "u", "ada"),
                "main",
                1,
                Optional.empty(),
                Run.State.RUNNING,
                Optional.empty(),
                42,
                CREATED,
                Optional.of(CREATED.plusMillis(70)),
                Optional.empty(),
                Run.Usage.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Finished finished() {
        return new Finished(
                new Outcome(Outcome.Name.SUCCEEDED, Optional.empty()),
                Optional.of("1"),
                Optional.of("engine"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                new Run.Usage(2_000_000, 3 << 20, 1_500, 400, 12, 300, 40, 0, 0),
                Optional.of(new EffectiveLimits(16 << 20, 10_000_000, Duration.ofSeconds(60), 200)),
                false,
                Optional.empty());
    }

    private String text() {
        MetricsText text = new MetricsText();
        meters.writeTo(text);
        return text.toString();
    }

    @Test
    void count_what_a_run_used_in_base_units() {
        meters.count(run("my-app"), finished());
        meters.count(run("my-app"), finished());
        assertThat(text().lines())
                .contains(
                        "ekaya_runs_total{app=\"my-app\",outcome=\"SUCCEEDED\",project=\"" + PROJECT + "\"} 2",
                        "ekaya_run_wall_seconds_sum" + LABELS + " 3",
                        "ekaya_run_wall_seconds_count" + LABELS + " 2",
                        "ekaya_run_queue_seconds_sum" + LABELS + " 0.14",
                        "ekaya_run_host_seconds_sum" + LABELS + " 0.8",
                        "ekaya_run_host_calls_sum" + LABELS + " 24",
                        "ekaya_run_fuel_sum" + LABELS + " 4000000",
                        "ekaya_run_memory_bytes_sum" + LABELS + " 6291456");
    }

    @Test
    void buckets_count_all_up_to_their_bound() {
        meters.count(run("my-app"), finished());
        assertThat(text().lines().filter(line -> line.startsWith("ekaya_run_wall_seconds_bucket")))
                .satisfiesOnlyOnce(line -> assertThat(line).contains("le=\"1\"").endsWith(" 0"))
                .satisfiesOnlyOnce(line -> assertThat(line).contains("le=\"5\"").endsWith(" 1"))
                .satisfiesOnlyOnce(
                        line -> assertThat(line).contains("le=\"+Inf\"").endsWith(" 1"));
    }

    @Test
    void apps_over_the_bound_share_one_series() {
        for (int i = 0; i < 50; i++) {
            meters.count(run("app-" + i), finished());
        }
        assertThat(text().lines().filter(line -> line.startsWith("ekaya_runs_total{")))
                .hasSize(3)
                .contains("ekaya_runs_total{app=\"other\",outcome=\"SUCCEEDED\",project=\"other\"} 48");
    }

    @Test
    void a_run_without_a_guest_has_an_outcome_and_no_usage() {
        meters.count(run("my-app"), Finished.refused("App is gone <b>"));
        assertThat(text()).contains("outcome=\"REFUSED\"").doesNotContain("App is gone", "_count{");
    }

    @Test
    void each_family_stands_once_with_its_type() {
        meters.count(run("my-app"), finished());
        meters.count(run("other-app"), finished());
        List<String> types =
                text().lines().filter(line -> line.startsWith("# TYPE")).toList();
        assertThat(types).hasSize(7).doesNotHaveDuplicates().contains("# TYPE ekaya_run_fuel histogram");
    }
}
