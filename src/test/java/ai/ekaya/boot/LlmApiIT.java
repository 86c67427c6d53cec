package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.egress.Peer;
import ai.ekaya.llm.ScriptedModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The language model of a project on the whole product, with a server of models beside it as operators have one. */
class LlmApiIT {
    private static final String LLM = "/api/v1/projects/demo/llm";
    /** Nothing else has this text, so that it can be searched for. */
    private static final String KEY = "model-key-on-the-wire-alone-5521";

    private static final Peer MODEL = Peer.plain().answers(ScriptedModel.openAi("y", "es"));
    private static LiveServer server;
    private static Api admin;

    @BeforeAll
    static void start() {
        server = LiveServer.start(
                "llm",
                Map.of(
                        "EKAYA_ADMIN_PASSWORD",
                        LiveServer.ADMIN_PASSWORD,
                        "EKAYA_LLM_EMBEDDED_URL",
                        "http://127.0.0.1:" + MODEL.port() + "/v1"));
        admin = Api.admin(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        MODEL.close();
    }

    @Test
    void a_model_is_chosen_tried_and_taken_away() {
        assertThat(admin.get(LLM).json().path("mode").asText()).isEqualTo("none");
        assertThat(admin.get(LLM).json().path("offered").toString())
                .isEqualTo("[\"none\",\"own\",\"on-prem\",\"embedded\"]");
        Api.Answer untested = admin.post(LLM + "/test", Map.of());
        assertThat(untested.status()).as(untested.toString()).isEqualTo(409);
        Api.Answer chosen = admin.put(LLM, Map.of("mode", "embedded", "model", "tiny"));
        assertThat(chosen.status()).as(chosen.toString()).isEqualTo(200);
        JsonNode tested = admin.post(LLM + "/test", Map.of()).json();
        assertThat(tested.path("works").asBoolean()).as(tested.toString()).isTrue();
        assertThat(tested.path("model").asText()).isEqualTo("small-1");
        assertThat(MODEL.asked()).hasSize(1);
        Api.Answer again = admin.post(LLM + "/test", Map.of());
        assertThat(again.status()).as(again.toString()).isEqualTo(429);
        assertThat(MODEL.asked()).hasSize(1);
        assertThat(admin.put(LLM, Map.of("mode", "none")).json().path("mode").asText())
                .isEqualTo("none");
    }

    @Test
    void a_key_is_named_and_never_shown() {
        admin.put("/api/v1/projects/demo/secrets/model-key", Map.of("value", KEY));
        Map<String, String> own =
                Map.of("mode", "own", "provider", "anthropic", "model", "small", "keySecret", "model-key");
        Api.Answer chosen = admin.put(LLM, own);
        assertThat(chosen.status()).as(chosen.toString()).isEqualTo(200);
        assertThat(chosen.json().path("keySecret").asText()).isEqualTo("model-key");
        String viewer = admin.post(
                        "/api/v1/tokens", Map.of("name", "llm", "project", "demo", "roles", List.of("viewer")))
                .json()
                .path("token")
                .asText();
        Api looks = Api.anonymous(server.uri("/")).with("Authorization", "Bearer " + viewer);
        JsonNode seen = looks.get(LLM).json();
        assertThat(seen.path("provider").asText()).isEqualTo("anthropic");
        assertThat(seen.has("keySecret")).isFalse();
        assertThat(looks.put(LLM, own).status()).isEqualTo(403);
        assertThat(looks.post(LLM + "/test", Map.of()).status()).isEqualTo(403);
        Api.Answer pasted =
                admin.put(LLM, Map.of("mode", "own", "provider", "openai", "model", "small", "keySecret", KEY));
        assertThat(pasted.status()).isEqualTo(400);
        assertThat(pasted.toString()).contains("never the key itself").doesNotContain(KEY);
        assertThat(admin.get("/api/v1/projects/demo/audit?type=MODEL_CHANGED").toString())
                .contains("anthropic")
                .doesNotContain(KEY);
        assertThat(server.serverLog()).doesNotContain(KEY);
        admin.put(LLM, Map.of("mode", "none"));
    }
}
