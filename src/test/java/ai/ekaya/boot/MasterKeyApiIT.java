package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The master key is rotated on the server that all live tests share, and it works on. */
class MasterKeyApiIT {
    private static final String KEY = "/api/v1/master-key";

    private final LiveServer server = LiveServer.shared();
    private final DemoProjectApi demo = new DemoProjectApi(server);
    private final Api admin = demo.api();

    @Test
    void a_platform_admin_rotates_it_while_the_server_runs() {
        // Another test may have begun a rotation a moment ago.
        Waiting.until(
                "no rotation is under way",
                90,
                () -> admin.get(KEY).json().path("rotation").isMissingNode());
        String before = admin.get(KEY).json().path("keyId").asText();
        Api.Answer answer = admin.post(KEY + "/rotation", Map.of());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode report = answer.json();
        String after = report.path("keyId").asText();
        assertThat(after).isNotEqualTo(before);
        assertThat(report.path("source").asText()).isEqualTo("files");
        assertThat(report.at("/rotation/left").asInt()).isZero();
        assertThat(report.path("sealed")).hasSize(1);
        assertThat(report.at("/sealed/0/keyId").asText()).isEqualTo(after);
        assertThat(report.at("/sealed/0/count").asInt()).isGreaterThan(2);
        List<String> held = new ArrayList<>();
        report.at("/servers/0/keyIds").forEach(id -> held.add(id.asText()));
        assertThat(held).contains(before, after);
        assertThat(answer.body()).doesNotContain(file("master.key"), file("master.key.new"));

        // Passwords of datasources and of apps' databases, and the key of the audit.
        String datasource = admin.get("/api/v1/projects/demo/datasources")
                .json()
                .at("/items/0/id")
                .asText();
        Api.Answer tested = admin.post("/api/v1/projects/demo/datasources/" + datasource + "/test", Map.of());
        assertThat(tested.status()).as(tested.toString()).isEqualTo(200);
        assertThat(demo.run("schema-report").path("outcome").asText()).isEqualTo("SUCCEEDED");
        JsonNode event = admin.get("/api/v1/audit?type=MASTER_KEY_ROTATED&limit=1")
                .json()
                .at("/items/0");
        assertThat(event.at("/actor/name").asText()).isEqualTo("admin");
        assertThat(event.at("/changes/keyId/after").asText()).isEqualTo(after);

        Api.Answer again = admin.post(KEY + "/rotation", Map.of());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("detail").asText()).contains("is still under way");
        assertThat(admin.get(KEY).json().path("keyId").asText()).isEqualTo(after);
    }

    private String file(String name) {
        try {
            return java.nio.file.Files.readString(server.home().resolve("keys").resolve(name))
                    .strip();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
