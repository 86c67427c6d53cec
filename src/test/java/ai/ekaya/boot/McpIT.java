package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.Role;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The MCP server on the whole product: who and what is let in, and how it is greeted. */
class McpIT {
    private static final McpCaller MCP = McpCaller.shared();

    @Test
    void a_client_is_welcomed_in_its_version() {
        JsonNode welcome = MCP.rpc(
                        Role.VIEWER,
                        "initialize",
                        Map.of(
                                "protocolVersion",
                                "2025-06-18",
                                "capabilities",
                                Map.of(),
                                "clientInfo",
                                Map.of("name", "test", "version", "1")))
                .path("result");
        assertThat(welcome.path("protocolVersion").asText()).isEqualTo("2025-06-18");
        assertThat(welcome.at("/serverInfo/name").asText()).isEqualTo("ekaya-apps");
        assertThat(welcome.path("capabilities").has("tools")).isTrue();
        Api.Answer noted = MCP.bearer(Role.VIEWER)
                .post(McpCaller.PATH, Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
        assertThat(noted.status()).as(noted.toString()).isEqualTo(202);
        assertThat(noted.body()).isEmpty();
        assertThat(MCP.rpc(Role.VIEWER, "ping", Map.of()).path("result").isObject())
                .isTrue();
        assertThat(MCP.bearer(Role.VIEWER)
                        .with("MCP-Protocol-Version", "1999-01-01")
                        .post(McpCaller.PATH, MCP.request("ping", Map.of()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void who_brings_no_token_learns_who_gives_one() {
        Api.Answer nobody = Api.anonymous(MCP.server().uri("/")).post(McpCaller.PATH, MCP.request("ping", Map.of()));
        assertThat(nobody.status()).isEqualTo(401);
        String challenge =
                nobody.response().headers().firstValue("WWW-Authenticate").orElseThrow();
        assertThat(challenge)
                .isEqualTo("Bearer realm=\"ekaya\", resource_metadata=\""
                        + MCP.server().uri("/.well-known/oauth-protected-resource/mcp/demo") + "\"");
        JsonNode metadata = Api.anonymous(MCP.server().uri("/"))
                .get("/.well-known/oauth-protected-resource/mcp/demo")
                .json();
        assertThat(metadata.path("resource").asText())
                .isEqualTo(MCP.server().uri("/mcp/demo").toString());
        assertThat(metadata.path("bearer_methods_supported").toString()).isEqualTo("[\"header\"]");
        // Nobody learns which projects there are.
        assertThat(Api.anonymous(MCP.server().uri("/"))
                        .get("/.well-known/oauth-protected-resource/mcp/nobodys")
                        .status())
                .isEqualTo(200);
        assertThat(Api.anonymous(MCP.server().uri("/"))
                        .with("Authorization", "Bearer ekaya_wrong")
                        .post(McpCaller.PATH, MCP.request("ping", Map.of()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void only_a_bearer_token_is_taken() {
        Api.Answer session = MCP.admin().post(McpCaller.PATH, MCP.request("ping", Map.of()));
        assertThat(session.status()).as(session.toString()).isEqualTo(401);
        Api noCsrf = Api.admin(MCP.server()).without("X-Ekaya-Csrf");
        assertThat(noCsrf.post(McpCaller.PATH, MCP.request("ping", Map.of())).status())
                .isEqualTo(403);
        Api.Answer inAddress = Api.anonymous(MCP.server().uri("/"))
                .post(McpCaller.PATH + "?access_token=" + MCP.token(Role.ADMIN), MCP.request("ping", Map.of()));
        assertThat(inAddress.status()).isEqualTo(400);
        assertThat(inAddress.body()).doesNotContain(MCP.token(Role.ADMIN));
        assertThat(MCP.rpc(Role.ADMIN, "ping", Map.of()).has("result")).isTrue();
    }

    @Test
    void a_token_is_good_for_its_own_project_alone() {
        MCP.admin().post("/api/v1/projects", Map.of("name", "mcp-other"));
        for (String path : List.of(
                "/mcp/mcp-other", "/mcp/nobodys", "/mcp/%2e%2e", "/mcp/demo/../mcp-other", "/mcp/mcp-other%2fmcp")) {
            Api.Answer answer = MCP.bearer(Role.ADMIN).post(path, MCP.request("tools/list", Map.of()));
            assertThat(answer.status()).as(path + ": " + answer).isIn(400, 404);
            assertThat(answer.body()).doesNotContain("inputSchema");
        }
        assertThat(MCP.bearer(Role.ADMIN).get("/mcp/demo").status()).isEqualTo(405);
        assertThat(MCP.bearer(Role.ADMIN).delete("/mcp/demo").status()).isEqualTo(405);
    }

    @Test
    void a_page_of_another_origin_is_refused() {
        for (String origin : List.of("http://evil.example.com", "null", "https://localhost.evil.example.com")) {
            Api.Answer answer = MCP.bearer(Role.ADMIN)
                    .with("Origin", origin)
                    .post(McpCaller.PATH, MCP.request("tools/list", Map.of()));
            assertThat(answer.status()).as(origin + ": " + answer).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("inputSchema");
        }
        assertThat(MCP.bearer(Role.ADMIN)
                        .with("Origin", "http://localhost:5173")
                        .post(McpCaller.PATH, MCP.request("ping", Map.of()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_no_message_is_refused_without_a_trace() {
        Map<String, Integer> codes = Map.of(
                "{", -32700,
                "{\"jsonrpc\": \"2.0\", \"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}", -32700,
                "[{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}]", -32600,
                "7", -32600,
                "{\"id\": 1, \"method\": \"ping\"}", -32600,
                "{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": \"ping\"}", -32600,
                "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {}}", -32600);
        codes.forEach((body, code) -> {
            Api.Answer answer = MCP.bearer(Role.ADMIN)
                    .send("POST", McpCaller.PATH, BodyPublishers.ofString(body), "application/json");
            assertThat(answer.status()).as(body + ": " + answer).isEqualTo(400);
            assertThat(answer.json().at("/error/code").asInt()).as(body).isEqualTo(code);
            assertThat(answer.body()).doesNotContain("Exception", "at ai.ekaya");
        });
        assertThat(MCP.rpc(Role.ADMIN, "no/such/method", Map.of())
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32601);
        assertThat(MCP.server().serverLog()).doesNotContain("SRVE9989E");
        for (String path : List.of(
                "/api/v1/projects/demo/notifications?open=true&open=false",
                "/api/v1/projects/demo/notifications;open=true")) {
            Api.Answer twice = MCP.admin().get(path);
            assertThat(twice.status()).as(path + ": " + twice).isEqualTo(400);
            assertThat(twice.body()).contains("'open'");
        }
        assertThat(MCP.admin()
                        .get("/api/v1/projects/demo/notifications?open=true")
                        .status())
                .isEqualTo(200);
        for (Object params : List.of(List.of(1), Map.of("name", 7), Map.of("name", "query", "arguments", "x"))) {
            JsonNode wrong = MCP.rpc(Role.ADMIN, "tools/call", params);
            assertThat(wrong.has("error") || wrong.at("/result/isError").asBoolean())
                    .as(wrong.toString())
                    .isTrue();
            assertThat(wrong.toString()).doesNotContain("Exception", "at ai.ekaya");
        }
        // Who sends nonsense does not fill the log.
        assertThat(MCP.server().serverLog()).doesNotContain("CallToolRequest");
        assertThat(MCP.rpc(Role.ADMIN, "tools/call", Map.of("name", "drop_everything"))
                        .toString())
                .contains("drop_everything");
        assertThat(MCP.bearer(Role.ADMIN)
                        .send("POST", McpCaller.PATH, BodyPublishers.ofString("{}"), "text/plain")
                        .status())
                .isEqualTo(415);
        String large = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\", \"params\": \"" + "x".repeat(1_100_000)
                + "\"}";
        assertThat(MCP.bearer(Role.ADMIN)
                        .send("POST", McpCaller.PATH, BodyPublishers.ofString(large), "application/json")
                        .status())
                .isEqualTo(413);
        assertThat(MCP.refused(Role.ADMIN, "query", Map.of("sql", "SELECT 1", "params", List.of("x".repeat(300_000)))))
                .startsWith("LIMIT: The arguments of the tool are");
    }
}
