package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guests that wait in their runs hold threads; there are others for requests, health and the leases of runs. */
class BusyThreadsIT {
    private static final Duration WAITING = Duration.ofSeconds(20);
    private static final String WAITER =
            "export default ({ input }) => new Promise((done) => setTimeout(done, input.millis, 1));";

    @Test
    void as_many_runs_that_wait_as_a_project_may_have_leave_the_server_free_to_answer() {
        // A server of its own: what other tests did has let the pool of a shared one grow.
        try (LiveServer server =
                        LiveServer.start("threads", Map.of("EKAYA_ADMIN_PASSWORD", LiveServer.ADMIN_PASSWORD));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            DemoProjectApi demo = new DemoProjectApi(server);
            List<String> apps = List.of("waits", "waits-too");
            apps.forEach(
                    app -> assertThat(demo.installFor("60s", app, WAITER, "log").status())
                            .isEqualTo(201));
            List<CompletableFuture<Api.Answer>> runs = Stream.of("waits", "waits-too", "waits", "waits-too")
                    .map(app -> CompletableFuture.supplyAsync(
                            () -> demo.api()
                                    .post(
                                            DemoProjectApi.APPS + "/" + app + "/runs?wait=60s",
                                            Map.of("millis", WAITING.toMillis())),
                            clients))
                    .toList();

            Api anybody = Api.anonymous(server.uri("/"));
            Duration longest = Duration.ZERO;
            while (runs.stream().anyMatch(run -> !run.isDone())) {
                Instant asked = Instant.now();
                assertThat(anybody.get("/health/live").status()).isEqualTo(200);
                Duration took = Duration.between(asked, Instant.now());
                longest = took.compareTo(longest) > 0 ? took : longest;
                Waiting.aMoment();
            }

            assertThat(longest).as("the slowest answer while guests waited").isLessThan(WAITING.dividedBy(2));
            for (CompletableFuture<Api.Answer> run : runs) {
                assertThat(run.join().json().path("outcome").asText()).isEqualTo("SUCCEEDED");
                assertThat(run.join().json().path("wallMillis").asLong())
                        .as("they were there at the same time")
                        .isGreaterThanOrEqualTo(WAITING.toMillis());
            }
        }
    }
}
