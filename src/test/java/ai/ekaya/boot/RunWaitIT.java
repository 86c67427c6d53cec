package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that wait for the end of a run hold none of the server's threads. */
class RunWaitIT {
    private static final int CLIENTS = 60;
    private static final String SLOW = "slow";

    private final LiveServer server = LiveServer.shared();
    private final DemoProjectApi demo = new DemoProjectApi(server);
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void install() {
        demo.installFor(
                "20s",
                SLOW,
                "export default ({ input }) => new Promise((done) => setTimeout(done, input.millis, 1));",
                "log");
    }

    @AfterEach
    void leave_nothing_in_the_queue() {
        runs().forEach(run ->
                demo.api().delete(DemoProjectApi.RUNS + "/" + run.path("id").asText()));
        Waiting.until(
                "all runs have ended",
                20,
                () -> runs().stream().allMatch(run -> run.path("state").asText().equals("ENDED")));
        clients.close();
    }

    private List<JsonNode> runs() {
        JsonNode page = demo.api()
                .get(DemoProjectApi.RUNS + "?app=" + SLOW + "&limit=200")
                .json();
        return StreamSupport.stream(page.path("items").spliterator(), false).toList();
    }

    private Api.Answer start(String wait, int millis) {
        return demo.api().post(address(wait), Map.of("millis", millis));
    }

    private static String address(String wait) {
        return DemoProjectApi.APPS + "/" + SLOW + "/runs?wait=" + wait;
    }

    @Test
    void sixty_clients_that_wait_leave_the_server_free_to_answer_others() {
        List<CompletableFuture<Api.Answer>> waiting = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.supplyAsync(() -> start("6s", 2_000), clients))
                .toList();
        Waiting.until("all sixty have begun to wait", 5, () -> runs().size() == CLIENTS);
        assertThat(Api.anonymous(server.uri("/")).get("/health/live").status()).isEqualTo(200);
        assertThat(waiting.stream().filter(one -> !one.isDone()).count())
                .as("clients that still waited when the server had answered another")
                .isGreaterThan(CLIENTS / 2);
        for (CompletableFuture<Api.Answer> one : waiting) {
            agrees(one.join());
        }
    }

    /** What ended within the wait was answered as ended, everything else as on its way. */
    private void agrees(Api.Answer answer) {
        String id = answer.json().path("id").asText();
        JsonNode record = demo.api().get(DemoProjectApi.RUNS + "/" + id).json();
        if (answer.status() == 200) {
            // How long its end took to store is stored a moment later.
            ((ObjectNode) record).remove("commitMillis");
            assertThat(answer.json()).isEqualTo(record);
            assertThat(record.path("outcome").asText()).isEqualTo("SUCCEEDED");
            return;
        }
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.json().path("state").asText()).isIn("QUEUED", "RUNNING");
        assertThat(answer.response().headers().firstValue("Location").orElse(""))
                .endsWith("/runs/" + id);
        if (record.hasNonNull("endedAt")) {
            assertThat(Duration.between(
                            Instant.parse(record.path("createdAt").asText()),
                            Instant.parse(record.path("endedAt").asText())))
                    .isGreaterThan(Duration.ofMillis(5_900));
        }
    }

    @Test
    void a_run_that_ends_within_the_wait_is_answered_as_it_ended() {
        Api.Answer answer = start("20s", 300);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("outcome").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void what_is_wrong_is_refused_before_anybody_waits() {
        Api.Answer answer = demo.api().post(DemoProjectApi.APPS + "/no-such-app/runs?wait=5s", "{}");
        isProblem(answer);
    }

    private static void isProblem(Api.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
    }

    @Test
    void who_waits_for_a_run_that_is_deleted_meanwhile_is_told_as_by_any_other_refusal() {
        CompletableFuture<Api.Answer> waiting = CompletableFuture.supplyAsync(() -> start("20s", 2_000), clients);
        Waiting.until(
                "the run goes on",
                5,
                () -> runs().stream().anyMatch(run -> run.path("state").asText().equals("RUNNING")));
        demo.api().delete(DemoProjectApi.APPS + "/" + SLOW + "?data=purge");
        isProblem(waiting.join());
    }

    @Test
    void a_client_that_leaves_while_it_waits_is_no_mistake_of_the_server() throws IOException {
        String before = server.serverLog();
        String token = demo.api()
                .post("/api/v1/tokens", Map.of("name", "leaver", "project", "demo", "roles", List.of("operator")))
                .json()
                .path("token")
                .asText();
        try (Socket socket = new Socket("localhost", server.httpPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + address("10s") + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"millis\": 900}")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Waiting.until("the run is there", 5, () -> !runs().isEmpty());
            socket.setSoLinger(true, 0);
        }
        Waiting.until(
                "the run has ended",
                10,
                () -> runs().stream().allMatch(run -> run.path("state").asText().equals("ENDED")));
        assertThat(start("5s", 1).status()).isEqualTo(200);
        assertThat(server.serverLog().substring(before.length())).doesNotContain("Incident");
    }
}
