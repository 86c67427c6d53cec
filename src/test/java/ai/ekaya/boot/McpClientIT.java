package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.ekaya.identity.Role;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The official npm client of MCP speaks to the product. Skipped, with the reason, where there is no Node or npm cannot be reached. */
class McpClientIT {
    private static final Path BENCH = Path.of("bench", "mcp");

    @Test
    void the_official_client_lists_other_tools_for_other_roles() throws IOException, InterruptedException {
        if (!Files.exists(BENCH.resolve("node_modules/@modelcontextprotocol/sdk"))) {
            Ran installed = run(List.of("npm", "ci", "--ignore-scripts", "--silent"));
            if (installed.code() != 0) {
                abort("The official client could not be installed by npm: " + installed.output());
            }
        }
        LiveServer server = LiveServer.shared();
        Api admin = Api.admin(server);
        Map<String, String> tokens = new TreeMap<>();
        for (Role role : List.of(Role.VIEWER, Role.AUTHOR)) {
            tokens.put(
                    role.text(),
                    admin.post(
                                    "/api/v1/projects/demo/service-tokens",
                                    Map.of("name", "client-" + role.text(), "role", role.text()))
                            .json()
                            .path("token")
                            .asText());
        }
        Ran ran = run(List.of(
                "node",
                "client.mjs",
                server.uri("/mcp/demo").toString(),
                Json.mapper().writeValueAsString(tokens),
                "{\"name\": \"query\", \"arguments\": {\"sql\": \"SELECT 1 AS one\"}}"));
        assertThat(ran.code()).as(ran.output()).isZero();
        JsonNode seen = Json.mapper().readTree(ran.output());
        assertThat(names(seen.at("/viewer/tools")))
                .contains("health", "get_schema")
                .doesNotContain("query");
        assertThat(names(seen.at("/author/tools"))).contains("health", "get_schema", "query");
        assertThat(seen.at("/viewer/server").asText()).isEqualTo("ekaya-apps");
        assertThat(seen.at("/viewer/answer/isError").asBoolean()).isTrue();
        assertThat(seen.at("/viewer/answer/content/0/text").asText()).startsWith("NOT_PERMITTED");
        assertThat(seen.at("/author/answer/structuredContent/rows").toString()).isEqualTo("[[1]]");
    }

    private static List<String> names(JsonNode tools) {
        List<String> names = new ArrayList<>();
        tools.forEach(tool -> names.add(tool.asText()));
        return names;
    }

    private record Ran(int code, String output) {}

    private static Ran run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(BENCH.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new Ran(process.exitValue(), output);
        } catch (IOException missing) {
            return abort("There is no " + command.get(0) + " here: " + missing.getMessage());
        }
    }
}
