package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.Role;
import ai.ekaya.pack.Packages;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The MCP server on the whole product: who sees and calls which tool, what each answers, and what is not let in. */
class McpIT {
    private static final String MCP = "/mcp/demo";
    private static final String TOOLS = "/api/v1/projects/demo/tools";

    /** The least role of each of the platform's tools. */
    private static final Map<String, Role> LEAST = new TreeMap<>();

    static {
        for (String name : List.of(
                "health",
                "get_schema",
                "search_schema",
                "list_approved_queries",
                "list_schema_changes",
                "list_apps",
                "get_run",
                "get_app_output",
                "get_data_classification")) {
            LEAST.put(name, Role.VIEWER);
        }
        for (String name : List.of("execute_approved_query", "refresh_schema", "run_app")) {
            LEAST.put(name, Role.OPERATOR);
        }
        for (String name : List.of(
                "probe_column", "sample", "query", "validate_query", "explain_query", "suggest_approved_query")) {
            LEAST.put(name, Role.AUTHOR);
        }
        for (String name :
                List.of("approve_query", "get_audit_events", "get_compliance_summary", "get_access_review")) {
            LEAST.put(name, Role.ADMIN);
        }
    }

    private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);
    private static LiveServer server;
    private static Api admin;

    @BeforeAll
    static void start() {
        server = LiveServer.shared();
        admin = Api.admin(server);
        for (Role role : Role.values()) {
            Api.Answer made = admin.post(
                    "/api/v1/projects/demo/service-tokens", Map.of("name", "mcp-" + role.text(), "role", role.text()));
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            TOKENS.put(role, made.json().path("token").asText());
        }
    }

    private static Api bearer(Role role) {
        return Api.anonymous(server.uri("/"))
                .with("Authorization", "Bearer " + TOKENS.get(role))
                .with("Accept", "application/json, text/event-stream");
    }

    private static ObjectNode request(String method, Object params) {
        ObjectNode request = Json.mapper()
                .createObjectNode()
                .put("jsonrpc", "2.0")
                .put("id", 7)
                .put("method", method);
        request.set("params", Json.mapper().valueToTree(params));
        return request;
    }

    private static JsonNode rpc(Role role, String method, Object params) {
        Api.Answer answer = bearer(role).post(MCP, request(method, params));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("id").asInt()).isEqualTo(7);
        return answer.json();
    }

    private static JsonNode call(Role role, String tool, Object arguments) {
        return rpc(role, "tools/call", Map.of("name", tool, "arguments", arguments))
                .path("result");
    }

    /** What a tool answers that succeeds; the text says the same as the data. */
    private static JsonNode answered(Role role, String tool, Object arguments) {
        JsonNode result = call(role, tool, arguments);
        assertThat(result.path("isError").asBoolean()).as(tool + ": " + result).isFalse();
        assertThat(result.at("/content/0/text").asText())
                .isEqualTo(result.path("structuredContent").toString());
        return result.path("structuredContent");
    }

    private static String refused(Role role, String tool, Object arguments) {
        JsonNode result = call(role, tool, arguments);
        assertThat(result.path("isError").asBoolean()).as(tool + ": " + result).isTrue();
        return result.at("/content/0/text").asText();
    }

    private static TreeSet<String> listed(Role role) {
        return StreamSupport.stream(
                        rpc(role, "tools/list", Map.of()).at("/result/tools").spliterator(), false)
                .map(tool -> tool.path("name").asText())
                .filter(name -> !name.contains("__"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @TestFactory
    Stream<DynamicTest> each_role_sees_and_calls_its_tools_and_no_others() {
        return Stream.of(Role.values())
                .map(role -> DynamicTest.dynamicTest(role.text(), () -> {
                    TreeSet<String> expected = LEAST.entrySet().stream()
                            .filter(tool -> role.includes(tool.getValue()))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toCollection(TreeSet::new));
                    assertThat(listed(role)).isEqualTo(expected);
                    LEAST.keySet().forEach(tool -> {
                        // An argument that no tool has: who is let in is told so, before anything is done.
                        String said = refused(role, tool, Map.of("nonsense", 1));
                        assertThat(said)
                                .as(tool)
                                .startsWith(
                                        expected.contains(tool)
                                                ? "BAD_ARGUMENT: Tool " + tool
                                                : "NOT_PERMITTED: This needs role ");
                    });
                }));
    }

    @Test
    void a_client_is_welcomed_in_its_version() {
        JsonNode welcome = rpc(
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
        Api.Answer noted =
                bearer(Role.VIEWER).post(MCP, Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
        assertThat(noted.status()).as(noted.toString()).isEqualTo(202);
        assertThat(noted.body()).isEmpty();
        assertThat(rpc(Role.VIEWER, "ping", Map.of()).path("result").isObject()).isTrue();
        assertThat(bearer(Role.VIEWER)
                        .with("MCP-Protocol-Version", "1999-01-01")
                        .post(MCP, request("ping", Map.of()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_listed_tool_says_what_it_takes_and_does() {
        JsonNode tools = rpc(Role.ADMIN, "tools/list", Map.of()).at("/result/tools");
        JsonNode query = StreamSupport.stream(tools.spliterator(), false)
                .filter(tool -> tool.path("name").asText().equals("query"))
                .findFirst()
                .orElseThrow();
        assertThat(query.at("/inputSchema/required/0").asText()).isEqualTo("sql");
        assertThat(query.at("/inputSchema/additionalProperties").asBoolean(true))
                .isFalse();
        assertThat(query.at("/outputSchema/properties/rows/type").asText()).isEqualTo("array");
        assertThat(query.at("/annotations/readOnlyHint").asBoolean()).isTrue();
        assertThat(query.at("/annotations/destructiveHint").asBoolean(true)).isFalse();
    }

    @Test
    void datasources_are_read() {
        JsonNode schema = answered(Role.VIEWER, "get_schema", Map.of("tables", List.of("orders")));
        assertThat(schema.at("/tables/0/name").asText()).isEqualTo("orders");
        JsonNode found = answered(Role.VIEWER, "search_schema", Map.of("text", "CUSTOMER_ID"));
        assertThat(found.path("matches").toString()).contains("\"table\":\"orders\",\"column\":\"customer_id\"");
        JsonNode rows = answered(
                Role.AUTHOR,
                "query",
                Map.of("sql", "SELECT id FROM orders WHERE id <= $1 ORDER BY id", "params", List.of(3), "rows", 2));
        assertThat(rows.path("rows").toString()).isEqualTo("[[1],[2]]");
        assertThat(rows.path("truncated").asBoolean()).isTrue();
        JsonNode sample =
                answered(Role.AUTHOR, "sample", Map.of("table", "public.orders", "columns", List.of("id"), "rows", 4));
        assertThat(sample.path("rows")).hasSize(4);
        JsonNode probe = answered(Role.AUTHOR, "probe_column", Map.of("table", "orders", "column", "status"));
        assertThat(probe.at("/columns/0/distinct").asInt()).isPositive();
        assertThat(answered(Role.AUTHOR, "validate_query", Map.of("sql", "SELECT 1"))
                        .path("accepted")
                        .asBoolean())
                .isTrue();
        JsonNode no = answered(Role.AUTHOR, "validate_query", Map.of("sql", "DELETE FROM orders"));
        assertThat(no.path("accepted").asBoolean(true)).isFalse();
        assertThat(no.at("/refusal/message").asText()).isNotEmpty();
        JsonNode plan = answered(Role.AUTHOR, "explain_query", Map.of("sql", "SELECT * FROM orders WHERE id = 1"));
        assertThat(plan.at("/plan/0/Plan/Node Type").asText()).isNotEmpty();
        assertThat(refused(Role.AUTHOR, "explain_query", Map.of("sql", "SELECT nothing_like_it FROM orders")))
                .contains("nothing_like_it");
        answered(Role.OPERATOR, "refresh_schema", Map.of());
        assertThat(answered(Role.VIEWER, "list_schema_changes", Map.of()).path("states"))
                .isNotEmpty();
        assertThat(answered(Role.VIEWER, "get_data_classification", Map.of()).has("items"))
                .isTrue();
    }

    @Test
    void no_statement_of_a_client_changes_anything() {
        Api.Answer before = count();
        for (String attack : List.of(
                "DELETE FROM orders",
                "SELECT 1; DELETE FROM orders",
                "WITH gone AS (DELETE FROM orders RETURNING id) SELECT * FROM gone",
                "SELECT * INTO stolen FROM orders",
                "SELECT id FROM orders FOR UPDATE",
                "SELECT pg_sleep(60)",
                "SELECT set_config('role', 'none', false)",
                "EXPLAIN ANALYZE DELETE FROM orders",
                "COMMIT; DROP TABLE orders")) {
            assertThat(refused(Role.ADMIN, "query", Map.of("sql", attack)))
                    .as(attack)
                    .startsWith("BAD_ARGUMENT");
            assertThat(refused(Role.ADMIN, "explain_query", Map.of("sql", attack)))
                    .as(attack)
                    .startsWith("BAD_ARGUMENT");
        }
        for (String name : List.of("orders; DROP TABLE orders", "orders\" WHERE 1=1 --", "pg_catalog.pg_authid")) {
            assertThat(refused(Role.ADMIN, "sample", Map.of("table", name)))
                    .as(name)
                    .isNotEmpty();
        }
        assertThat(count().body()).isEqualTo(before.body());
        assertThat(answered(Role.AUTHOR, "query", Map.of("sql", "SELECT count(*) FROM orders"))
                        .at("/rows/0/0")
                        .asInt())
                .isPositive();
    }

    private static Api.Answer count() {
        Api.Answer answer = admin.post(TOOLS + "/query", Map.of("sql", "SELECT count(*), sum(id) FROM orders"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    @Test
    void a_query_is_suggested_approved_and_run() {
        admin.delete("/api/v1/projects/demo/queries/mcp-one");
        JsonNode made = answered(
                Role.AUTHOR,
                "suggest_approved_query",
                Map.of("name", "mcp-one", "sql", "SELECT 1 AS one", "description", "One"));
        assertThat(made.path("state").asText()).isEqualTo("draft");
        assertThat(refused(Role.OPERATOR, "execute_approved_query", Map.of("query", "mcp-one")))
                .startsWith("NOT_PERMITTED");
        assertThat(answered(Role.ADMIN, "approve_query", Map.of("query", "mcp-one", "version", 1))
                        .path("state")
                        .asText())
                .isEqualTo("approved");
        assertThat(answered(Role.OPERATOR, "execute_approved_query", Map.of("query", "mcp-one"))
                        .path("rows")
                        .toString())
                .isEqualTo("[[1]]");
        assertThat(answered(Role.VIEWER, "list_approved_queries", Map.of())
                        .path("items")
                        .toString())
                .contains("mcp-one");
    }

    @Test
    void apps_are_run_and_their_tools_called() {
        byte[] zip = Packages.minimal()
                .manifest("\"exports\": [{\"tool\": \"double_it\", \"description\": \"Doubles\", \"inputSchema\":"
                        + " {\"properties\": {\"n\": {\"type\": \"number\"}}, \"required\": [\"n\"]}}]")
                .with("app.js", """
                        export default async ({input, trigger, host}) =>
                          trigger.kind === 'tool' && trigger.tool === 'double_it'
                            ? input.n * 2
                            : await host.tools.invoke('apps')""")
                .with("capabilities.json", """
                        {"hostFunctions": ["log", "mcp_tool_invoke"], "tools": {"apps": "list_apps"}}""")
                .zip();
        admin.delete(DemoProjectApi.APPS + "/mcp-app?data=purge");
        Api.Answer installed = admin.postZip(DemoProjectApi.APPS + "?slug=mcp-app", zip);
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
        JsonNode run = answered(Role.OPERATOR, "run_app", Map.of("app", "mcp-app", "waitSeconds", 40))
                .path("run");
        assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
        assertThat(answered(Role.VIEWER, "get_run", Map.of("run", run.path("id").asText()))
                        .at("/output/items")
                        .toString())
                .contains("mcp-app");
        JsonNode doubled = answered(Role.OPERATOR, "mcp-app__double_it", Map.of("n", 21));
        assertThat(doubled.path("output").asInt()).isEqualTo(42);
        assertThat(refused(Role.VIEWER, "mcp-app__double_it", Map.of("n", 21))).startsWith("NOT_PERMITTED");
        assertThat(refused(Role.OPERATOR, "mcp-app__double_it", Map.of("n", "x")))
                .startsWith("BAD_ARGUMENT");
        // The main entry's output is what the app gave last.
        assertThat(answered(Role.VIEWER, "get_app_output", Map.of("app", "mcp-app"))
                        .path("run")
                        .asText())
                .isEqualTo(run.path("id").asText());
        assertThat(answered(Role.VIEWER, "list_apps", Map.of()).path("items").toString())
                .contains("mcp-app");
    }

    @Test
    void a_preview_calls_only_tools_that_read() {
        String drafts = "/api/v1/projects/demo/drafts";
        String draft = admin.post(
                        drafts,
                        Map.of(
                                "name",
                                "mcp-preview",
                                "files",
                                Map.of(
                                        "app.js", """
                        export default async ({host}) => {
                          const read = await host.tools.invoke('who')
                          try { await host.tools.invoke('refresh'); return 'called' }
                          catch (e) { return [read.status, e.code, e.message] }
                        }""",
                                        "capabilities.json", """
                        {"hostFunctions": ["mcp_tool_invoke"], "tools": {"who": "health", "refresh": "refresh_schema"}}""")))
                .json()
                .path("id")
                .asText();
        JsonNode before = answered(Role.VIEWER, "list_schema_changes", Map.of()).path("states");
        Api.Answer previewed = admin.post(drafts + "/" + draft + "/preview", Map.of("input", Map.of()));
        assertThat(previewed.json().path("output").toString())
                .as(previewed.toString())
                .contains("[\"ok\",\"NOT_PERMITTED\",\"Tool refresh_schema may change something");
        assertThat(answered(Role.VIEWER, "list_schema_changes", Map.of()).path("states"))
                .isEqualTo(before);
        admin.delete(drafts + "/" + draft);
    }

    @Test
    void who_reviews_the_project_sees_what_was_called() {
        answered(Role.VIEWER, "health", Map.of());
        JsonNode events = answered(Role.ADMIN, "get_audit_events", Map.of("types", List.of("TOOL_CALLED")));
        assertThat(events.at("/items/0/subject").asText()).startsWith("tool:");
        assertThat(events.at("/items/0/requestId").asText()).isNotEmpty();
        assertThat(events.at("/items/0/address").asText()).isNotEmpty();
        assertThat(events.path("items").toString()).contains("\"subject\":\"tool:health\"", "\"face\":\"mcp\"");
        JsonNode summary = answered(Role.ADMIN, "get_compliance_summary", Map.of("days", 1));
        assertThat(summary.path("events").toString()).contains("\"type\":\"TOOL_CALLED\"");
        assertThat(summary.at("/datasources/0/name").asText()).isNotEmpty();
        JsonNode review = answered(Role.ADMIN, "get_access_review", Map.of());
        assertThat(review.path("serviceTokens").toString())
                .contains("mcp-viewer")
                .doesNotContain("ekaya_");
    }

    @Test
    void the_same_tools_are_there_over_rest() {
        JsonNode items = bearer(Role.OPERATOR).get(TOOLS).json().path("items");
        assertThat(StreamSupport.stream(items.spliterator(), false)
                        .map(tool -> tool.path("name").asText())
                        .filter(name -> !name.contains("__")))
                .containsExactlyElementsOf(listed(Role.OPERATOR));
        Api.Answer health = bearer(Role.OPERATOR).post(TOOLS + "/health", Map.of());
        assertThat(health.json().path("role").asText()).as(health.toString()).isEqualTo("operator");
        Api.Answer denied = bearer(Role.OPERATOR).post(TOOLS + "/query", Map.of("sql", "SELECT 1"));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.code()).isEqualTo("NOT_PERMITTED");
        assertThat(bearer(Role.OPERATOR).post(TOOLS + "/nothing", Map.of()).status())
                .isEqualTo(404);
        assertThat(bearer(Role.AUTHOR).post(TOOLS + "/query", Map.of("sql", 1)).status())
                .isEqualTo(400);
    }

    @Test
    void who_brings_no_token_learns_who_gives_one() {
        Api.Answer nobody = Api.anonymous(server.uri("/")).post(MCP, request("ping", Map.of()));
        assertThat(nobody.status()).isEqualTo(401);
        String challenge =
                nobody.response().headers().firstValue("WWW-Authenticate").orElseThrow();
        assertThat(challenge)
                .isEqualTo("Bearer realm=\"ekaya\", resource_metadata=\""
                        + server.uri("/.well-known/oauth-protected-resource/mcp/demo") + "\"");
        JsonNode metadata = Api.anonymous(server.uri("/"))
                .get("/.well-known/oauth-protected-resource/mcp/demo")
                .json();
        assertThat(metadata.path("resource").asText())
                .isEqualTo(server.uri("/mcp/demo").toString());
        assertThat(metadata.path("bearer_methods_supported").toString()).isEqualTo("[\"header\"]");
        // Nobody learns which projects there are.
        assertThat(Api.anonymous(server.uri("/"))
                        .get("/.well-known/oauth-protected-resource/mcp/nobodys")
                        .status())
                .isEqualTo(200);
        assertThat(Api.anonymous(server.uri("/"))
                        .with("Authorization", "Bearer ekaya_wrong")
                        .post(MCP, request("ping", Map.of()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void only_a_bearer_token_is_taken() {
        Api.Answer session = admin.post(MCP, request("ping", Map.of()));
        assertThat(session.status()).as(session.toString()).isEqualTo(401);
        Api noCsrf = Api.admin(server).without("X-Ekaya-Csrf");
        assertThat(noCsrf.post(MCP, request("ping", Map.of())).status()).isEqualTo(403);
        Api.Answer inAddress = Api.anonymous(server.uri("/"))
                .post(MCP + "?access_token=" + TOKENS.get(Role.ADMIN), request("ping", Map.of()));
        assertThat(inAddress.status()).isEqualTo(400);
        assertThat(inAddress.body()).doesNotContain(String.valueOf(TOKENS.get(Role.ADMIN)));
        assertThat(rpc(Role.ADMIN, "ping", Map.of()).has("result")).isTrue();
    }

    @Test
    void a_token_is_good_for_its_own_project_alone() {
        admin.post("/api/v1/projects", Map.of("name", "mcp-other"));
        for (String path : List.of(
                "/mcp/mcp-other", "/mcp/nobodys", "/mcp/%2e%2e", "/mcp/demo/../mcp-other", "/mcp/mcp-other%2fmcp")) {
            Api.Answer answer = bearer(Role.ADMIN).post(path, request("tools/list", Map.of()));
            assertThat(answer.status()).as(path + ": " + answer).isIn(400, 404);
            assertThat(answer.body()).doesNotContain("inputSchema");
        }
        assertThat(bearer(Role.ADMIN).get("/mcp/demo").status()).isEqualTo(405);
        assertThat(bearer(Role.ADMIN).delete("/mcp/demo").status()).isEqualTo(405);
    }

    @Test
    void a_page_of_another_origin_is_refused() {
        for (String origin : List.of("http://evil.example.com", "null", "https://localhost.evil.example.com")) {
            Api.Answer answer = bearer(Role.ADMIN).with("Origin", origin).post(MCP, request("tools/list", Map.of()));
            assertThat(answer.status()).as(origin + ": " + answer).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("inputSchema");
        }
        assertThat(bearer(Role.ADMIN)
                        .with("Origin", "http://localhost:5173")
                        .post(MCP, request("ping", Map.of()))
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
            Api.Answer answer = bearer(Role.ADMIN).send("POST", MCP, BodyPublishers.ofString(body), "application/json");
            assertThat(answer.status()).as(body + ": " + answer).isEqualTo(400);
            assertThat(answer.json().at("/error/code").asInt()).as(body).isEqualTo(code);
            assertThat(answer.body()).doesNotContain("Exception", "at ai.ekaya");
        });
        assertThat(rpc(Role.ADMIN, "no/such/method", Map.of()).at("/error/code").asInt())
                .isEqualTo(-32601);
        assertThat(server.serverLog()).doesNotContain("SRVE9989E");
        for (Object params : List.of(List.of(1), Map.of("name", 7), Map.of("name", "query", "arguments", "x"))) {
            JsonNode wrong = rpc(Role.ADMIN, "tools/call", params);
            assertThat(wrong.has("error") || wrong.at("/result/isError").asBoolean())
                    .as(wrong.toString())
                    .isTrue();
            assertThat(wrong.toString()).doesNotContain("Exception", "at ai.ekaya");
        }
        // Who sends nonsense does not fill the log.
        assertThat(server.serverLog()).doesNotContain("CallToolRequest");
        assertThat(rpc(Role.ADMIN, "tools/call", Map.of("name", "drop_everything"))
                        .toString())
                .contains("drop_everything");
        assertThat(bearer(Role.ADMIN)
                        .send("POST", MCP, BodyPublishers.ofString("{}"), "text/plain")
                        .status())
                .isEqualTo(415);
        String large = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\", \"params\": \"" + "x".repeat(1_100_000)
                + "\"}";
        assertThat(bearer(Role.ADMIN)
                        .send("POST", MCP, BodyPublishers.ofString(large), "application/json")
                        .status())
                .isEqualTo(413);
        assertThat(refused(Role.ADMIN, "query", Map.of("sql", "SELECT 1", "params", List.of("x".repeat(300_000)))))
                .startsWith("LIMIT: The arguments of the tool are");
    }
}
