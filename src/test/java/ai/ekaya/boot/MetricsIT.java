package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsIT {
    private static final String SCRIPT =
            "export default async ({ host }) => (await host.datasource.query('SELECT count(*) FROM orders')).rows;";

    private static LiveServer server;
    private static DemoProjectApi demo;

    @BeforeAll
    static void start() {
        server = LiveServer.shared();
        demo = new DemoProjectApi(server);
    }

    private static Api stranger() {
        return Api.anonymous(server.uri("/"));
    }

    private static String metrics() {
        Api.Answer answer = stranger()
                .with("Authorization", "Bearer " + LiveServer.METRICS_TOKEN)
                .get("/metrics");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain; version=0.0.4");
        return answer.body();
    }

    /** Of the one sample whose name is this and whose labels hold all of these; 0 where it is not there yet. */
    private static double value(String metrics, String name, String... labels) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> java.util.Arrays.stream(labels).allMatch(line::contains))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce((one, two) -> {
                    throw new AssertionError("Two samples of " + name);
                })
                .orElse(0.0);
    }

    @Test
    void a_run_moves_each_figure_of_its_app() {
        demo.install("metered", SCRIPT, "datasource_query");
        String app = "app=\"metered\"";
        String before = metrics();
        double fuel = demo.run("metered").path("fuel").asDouble()
                + demo.run("metered").path("fuel").asDouble();
        String after = metrics();
        assertThat(value(after, "ekaya_runs_total", app, "outcome=\"SUCCEEDED\""))
                .isEqualTo(value(before, "ekaya_runs_total", app, "outcome=\"SUCCEEDED\"") + 2);
        for (String figure :
                new String[] {"wall_seconds", "queue_seconds", "host_seconds", "host_calls", "fuel", "memory_bytes"}) {
            String name = "ekaya_run_" + figure;
            assertThat(value(after, name + "_count", app)).as(name).isEqualTo(value(before, name + "_count", app) + 2);
            // Runs that begin at once have waited for nothing.
            boolean waits = figure.equals("queue_seconds");
            assertThat(value(after, name + "_sum", app)).as(name).isGreaterThan(waits ? -1 : 0);
        }
        assertThat(value(after, "ekaya_run_fuel_sum", app) - value(before, "ekaya_run_fuel_sum", app))
                .isEqualTo(fuel);
        assertThat(value(after, "ekaya_guests_cached")).isPositive();
    }

    @Test
    void a_run_and_a_preview_say_what_they_used_and_of_how_much() {
        demo.install("metered", SCRIPT, "datasource_query");
        JsonNode run = demo.run("metered");
        String drafts = "/api/v1/projects/demo/drafts";
        String draft = demo.api()
                .post(drafts, Map.of("name", "Metered", "files", Map.of("app.js", SCRIPT)))
                .json()
                .path("id")
                .asText();
        JsonNode preview = demo.api()
                .post(drafts + "/" + draft + "/preview", Map.of("input", Map.of()))
                .json();
        demo.api().delete(drafts + "/" + draft);
        for (JsonNode one : new JsonNode[] {run, preview.path("run")}) {
            assertThat(one.path("outcome").asText()).as(one.toString()).isEqualTo("SUCCEEDED");
            assertThat(one.path("fuel").asLong()).isPositive();
            assertThat(one.path("memoryBytesMax").asLong()).isPositive();
            assertThat(one.path("hostCalls").asInt()).isEqualTo(1);
            assertThat(one.path("hostMillis").asLong())
                    .isLessThanOrEqualTo(one.path("wallMillis").asLong());
            assertThat(one.path("queueMillis").isIntegralNumber()).isTrue();
            assertThat(one.at("/limits/fuel").asLong()).isEqualTo(10_000_000_000L);
            assertThat(one.at("/limits/hostCalls").asInt()).isEqualTo(200);
            assertThat(one.at("/limits/memoryBytes").asLong()).isEqualTo(16 << 20);
        }
        assertThat(run.at("/limits/timeoutMillis").asLong()).isEqualTo(3_000);
        assertThat(preview.at("/run/limits/timeoutMillis").asLong()).isEqualTo(50_000);
    }

    @Test
    void an_app_that_fails_is_counted_by_its_outcome_and_tells_nothing_of_itself() {
        demo.run("failing", "export default () => { throw new Error('a-word-of-the-app'); };", "log");
        String metrics = metrics();
        assertThat(value(metrics, "ekaya_runs_total", "app=\"failing\"", "outcome=\"FAILED\""))
                .isPositive();
        assertThat(metrics).doesNotContain("a-word-of-the-app");
    }

    @Test
    void gauges_and_the_jvm_stand_there() {
        String metrics = metrics();
        Matcher sample =
                Pattern.compile("(?m)^[a-z_]+(\\{[^}\n]*})? [-+0-9.eE]+$").matcher(metrics);
        long comments = metrics.lines().filter(line -> line.startsWith("#")).count();
        assertThat(sample.results().count()).isEqualTo(metrics.lines().count() - comments);
        assertThat(metrics).contains("ekaya_runs_running ", "ekaya_runs_waiting ", "ekaya_warm_up_done ");
        assertThat(value(metrics, "jvm_heap_used_bytes")).isPositive();
    }

    @Test
    void nobody_else_may_read_them() {
        assertThat(stranger().get("/metrics").status()).isEqualTo(401);
        assertThat(stranger()
                        .with("Authorization", "Basic YWRtaW46eHh4")
                        .get("/metrics")
                        .status())
                .isEqualTo(401);
        assertThat(demo.api().get("/metrics").status()).isEqualTo(401);
        assertThat(server.serverLog()).doesNotContain("CWIMK0011E").doesNotContain(LiveServer.METRICS_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE", "FOO"})
    void they_are_only_read(String method) {
        Api.Answer answer = stranger()
                .with("Authorization", "Bearer " + LiveServer.METRICS_TOKEN)
                .send(method, "/metrics", java.net.http.HttpRequest.BodyPublishers.noBody(), "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.response().headers().firstValue("Allow")).contains("GET, HEAD");
    }
}
