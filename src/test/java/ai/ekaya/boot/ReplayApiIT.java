package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replays over HTTP, of a sample app's run on the demo shop. */
class ReplayApiIT {
    private static Api admin;
    private static JsonNode run;
    private static String runs;

    @BeforeAll
    static void run() {
        DemoProjectApi demo = new DemoProjectApi(LiveServer.shared());
        admin = demo.api();
        run = demo.run("schema-report");
        runs = "/api/v1/projects/demo/runs/";
    }

    private static String path() {
        return runs + run.path("id").asText();
    }

    @Test
    void a_run_is_replayed_without_a_body_and_with_one() {
        assertThat(run.path("journal").asText()).isEqualTo("RECORDED");
        Api.Answer plain = admin.send("POST", path() + "/replay", BodyPublishers.noBody(), "");
        assertThat(plain.status()).as(plain.toString()).isEqualTo(200);
        assertThat(plain.json().path("identical").asBoolean()).isTrue();
        assertThat(plain.json().path("verdict").asText()).isEqualTo("IDENTICAL");
        assertThat(plain.json().path("calls").asInt())
                .isEqualTo(run.path("hostCalls").asInt());
        assertThat(plain.json().at("/fuel/got").asLong())
                .isEqualTo(run.path("fuel").asLong());
        for (Map<String, String> body : List.of(
                Map.<String, String>of(),
                Map.of("version", run.path("version").asText()),
                Map.of("packageHash", run.path("packageHash").asText()))) {
            Api.Answer answer = admin.post(path() + "/replay", body);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.json().path("identical").asBoolean()).isTrue();
        }
    }

    @Test
    void what_is_no_package_of_the_app_is_refused() {
        assertThat(admin.post(path() + "/replay", Map.of("version", "9.9.9")).status())
                .isEqualTo(404);
        assertThat(admin.post(path() + "/replay", Map.of("packageHash", "blake3:1"))
                        .status())
                .isEqualTo(400);
        assertThat(admin.post(path() + "/replay", Map.of("packageHash", "blake3:" + "0".repeat(64)))
                        .status())
                .isEqualTo(409);
        Api.Answer number = admin.post(path() + "/replay", Map.of("version", 1));
        assertThat(number.status()).isEqualTo(400);
        assertThat(number.json().path("detail").asText()).isEqualTo("'version' in the body is no string");
        assertThat(admin.post(path() + "/replay", Map.of("pakage", "x")).status())
                .isEqualTo(400);
        assertThat(admin.post(runs + "00000000-0000-4000-8000-000000000000/replay", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void the_answer_to_a_call_is_read_as_the_app_got_it() {
        Api.Answer answer = admin.get(path() + "/calls/1");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().at("/result/tables").size()).isPositive();
        assertThat(admin.get(path() + "/calls/1000").status()).isEqualTo(404);
        assertThat(admin.get(path() + "/calls/x").status()).isEqualTo(404);
    }
}
