package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an app tells people, on the whole product: inbox, badge, stream and channels. */
class NotifyApiIT {
    private static final String BASE = "/api/v1/projects/demo";
    private static final String SLUG = "telling";

    private final LiveServer server = LiveServer.shared();
    private final DemoProjectApi demo = new DemoProjectApi(server);
    private final Api admin = demo.api();

    private JsonNode inbox() {
        return admin.get(BASE + "/notifications?app=" + SLUG + "&open=true")
                .json()
                .path("items");
    }

    private void acknowledgeAll() {
        inbox().forEach(one ->
                admin.post(BASE + "/notifications/" + one.path("id").asText() + "/ack", Map.of()));
    }

    @Test
    void what_an_app_tells_is_in_the_inbox_on_the_stream_and_on_the_badge() {
        demo.installFor(
                "20s",
                SLUG,
                "export default ({host}) => host.notify({severity: 'critical', title: 'Look', dedupeKey: 'k'})",
                "notify");
        acknowledgeAll();
        long before =
                admin.get(BASE + "/notifications/open").json().path("count").asLong();
        String token = admin.post(
                        "/api/v1/tokens", Map.of("name", "told", "project", "demo", "roles", List.of("viewer")))
                .json()
                .path("token")
                .asText();
        try (EventReader events =
                EventReader.open(server, BASE + "/events?only=notification", "Authorization", "Bearer " + token)) {
            events.await(
                    "the stream begins", 20, reader -> !reader.events("ready").isEmpty());
            Api.Answer run = admin.post(BASE + "/apps/" + SLUG + "/runs?wait=60s", "{}");
            assertThat(run.json().path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
            events.await(
                    "it is told", 20, reader -> !reader.events("notification").isEmpty());
            JsonNode told = events.events("notification").get(0).data();
            assertThat(told.path("app").asText()).isEqualTo(SLUG);
            assertThat(told.path("severity").asText()).isEqualTo("CRITICAL");
            assertThat(told.path("run").asText())
                    .isEqualTo(run.json().path("id").asText());
        }
        assertThat(inbox()).hasSize(1);
        assertThat(inbox().get(0).path("title").asText()).isEqualTo("Look");
        assertThat(admin.get(BASE + "/notifications/open").json().path("count").asLong())
                .isEqualTo(before + 1);
        acknowledgeAll();
        assertThat(inbox()).isEmpty();
        assertThat(admin.get(BASE + "/notifications/open").json().path("count").asLong())
                .isEqualTo(before);
    }

    @Test
    void a_channel_is_written_tried_and_removed() {
        String channel = BASE + "/channels/ops";
        admin.delete(channel);
        Api.Answer made = admin.put(
                channel,
                Map.of(
                        "webhook",
                        Map.of("url", "https://localhost:1/in/secret-path"),
                        "rules",
                        List.of(Map.of("severity", "CRITICAL"))));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().path("secret").asText()).startsWith("whsec_");
        Api.Answer seen = admin.get(channel);
        assertThat(seen.json().path("webhook").path("origin").asText()).isEqualTo("https://localhost:1");
        assertThat(seen.json().has("secret")).isFalse();
        assertThat(seen.body()).doesNotContain("secret-path");
        JsonNode tested = admin.post(channel + "/test", Map.of()).json();
        assertThat(tested.path("state").asText()).as(tested.toString()).isEqualTo("FAILED");
        assertThat(tested.path("note").asText()).contains("not public");
        assertThat(admin.get(channel + "/deliveries").json().path("items")).hasSize(1);
        assertThat(admin.put(channel, Map.of("mail", Map.of("to", List.of("ada@example.com"))))
                        .code())
                .isEqualTo("UNAVAILABLE");
        Api.Answer within = admin.put(channel, Map.of("webhook", Map.of("url", "https://127.0.0.1:1/in/secret-path")));
        assertThat(within.status()).as(within.toString()).isEqualTo(403);
        assertThat(within.body()).contains("not public: loopback").doesNotContain("secret-path");
        assertThat(admin.get(channel).json().path("webhook").path("origin").asText())
                .isEqualTo("https://localhost:1");
        Api.Answer strange = admin.put(channel, Map.of("webhook", Map.of("url", "https://u:hidden@example.com")));
        assertThat(strange.status()).isEqualTo(400);
        assertThat(strange.body()).doesNotContain("hidden");
        assertThat(admin.delete(channel).status()).isEqualTo(204);
        assertThat(admin.get(channel).status()).isEqualTo(404);
    }
}
