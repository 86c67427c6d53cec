package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.Role;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A client of the demo project's MCP server for each role, with a service token; one for all tests of a JVM. */
final class McpCaller {
    static final String PATH = "/mcp/demo";
    static final String TOOLS = "/api/v1/projects/demo/tools";
    private static McpCaller shared;

    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private final LiveServer server = LiveServer.shared();
    private final Api admin = Api.admin(server);

    private McpCaller() {
        for (Role role : Role.values()) {
            Api.Answer made = admin.post(
                    "/api/v1/projects/demo/service-tokens", Map.of("name", "mcp-" + role.text(), "role", role.text()));
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            tokens.put(role, made.json().path("token").asText());
        }
    }

    static synchronized McpCaller shared() {
        if (shared == null) {
            shared = new McpCaller();
        }
        return shared;
    }

    LiveServer server() {
        return server;
    }

    /** By the session of who set the server up. */
    Api admin() {
        return admin;
    }

    String token(Role role) {
        return String.valueOf(tokens.get(role));
    }

    Api bearer(Role role) {
        return Api.anonymous(server.uri("/"))
                .with("Authorization", "Bearer " + tokens.get(role))
                .with("Accept", "application/json, text/event-stream");
    }

    ObjectNode request(String method, Object params) {
        ObjectNode request = Json.mapper()
                .createObjectNode()
                .put("jsonrpc", "2.0")
                .put("id", 7)
                .put("method", method);
        request.set("params", Json.mapper().valueToTree(params));
        return request;
    }

    JsonNode rpc(Role role, String method, Object params) {
        Api.Answer answer = bearer(role).post(PATH, request(method, params));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("id").asInt()).isEqualTo(7);
        return answer.json();
    }

    private JsonNode call(Role role, String tool, Object arguments) {
        return rpc(role, "tools/call", Map.of("name", tool, "arguments", arguments))
                .path("result");
    }

    /** What a tool answers that succeeds; the text says the same as the data. */
    JsonNode answered(Role role, String tool, Object arguments) {
        JsonNode result = call(role, tool, arguments);
        assertThat(result.path("isError").asBoolean()).as(tool + ": " + result).isFalse();
        assertThat(result.at("/content/0/text").asText())
                .isEqualTo(result.path("structuredContent").toString());
        return result.path("structuredContent");
    }

    String refused(Role role, String tool, Object arguments) {
        JsonNode result = call(role, tool, arguments);
        assertThat(result.path("isError").asBoolean()).as(tool + ": " + result).isTrue();
        return result.at("/content/0/text").asText();
    }

    TreeSet<String> listed(Role role) {
        return StreamSupport.stream(
                        rpc(role, "tools/list", Map.of()).at("/result/tools").spliterator(), false)
                .map(tool -> tool.path("name").asText())
                .filter(name -> !name.contains("__"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
