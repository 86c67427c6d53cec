package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.Role;
import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tools of the MCP server on the whole product: who sees and calls which, and what each answers. */
class McpToolsIT {
    private static final McpCaller MCP = McpCaller.shared();

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

    @TestFactory
    Stream<DynamicTest> each_role_sees_and_calls_its_tools_and_no_others() {
        return Stream.of(Role.values())
                .map(role -> DynamicTest.dynamicTest(role.text(), () -> {
                    TreeSet<String> expected = LEAST.entrySet().stream()
                            .filter(tool -> role.includes(tool.getValue()))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toCollection(TreeSet::new));
                    assertThat(MCP.listed(role)).isEqualTo(expected);
                    LEAST.keySet().forEach(tool -> {
                        // An argument that no tool has: who is let in is told so, before anything is done.
                        String said = MCP.refused(role, tool, Map.of("nonsense", 1));
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
    void a_listed_tool_says_what_it_takes_and_does() {
        JsonNode tools = MCP.rpc(Role.ADMIN, "tools/list", Map.of()).at("/result/tools");
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
        JsonNode schema = MCP.answered(Role.VIEWER, "get_schema", Map.of("tables", List.of("orders")));
        assertThat(schema.at("/tables/0/name").asText()).isEqualTo("orders");
        JsonNode found = MCP.answered(Role.VIEWER, "search_schema", Map.of("text", "CUSTOMER_ID"));
        assertThat(found.path("matches").toString()).contains("\"table\":\"orders\",\"column\":\"customer_id\"");
        JsonNode rows = MCP.answered(
                Role.AUTHOR,
                "query",
                Map.of("sql", "SELECT id FROM orders WHERE id <= $1 ORDER BY id", "params", List.of(3), "rows", 2));
        assertThat(rows.path("rows").toString()).isEqualTo("[[1],[2]]");
        assertThat(rows.path("truncated").asBoolean()).isTrue();
        JsonNode sample = MCP.answered(
                Role.AUTHOR, "sample", Map.of("table", "public.orders", "columns", List.of("id"), "rows", 4));
        assertThat(sample.path("rows")).hasSize(4);
        JsonNode probe = MCP.answered(Role.AUTHOR, "probe_column", Map.of("table", "orders", "column", "status"));
        assertThat(probe.at("/columns/0/distinct").asInt()).isPositive();
        assertThat(MCP.answered(Role.AUTHOR, "validate_query", Map.of("sql", "SELECT 1"))
                        .path("accepted")
                        .asBoolean())
                .isTrue();
        JsonNode no = MCP.answered(Role.AUTHOR, "validate_query", Map.of("sql", "DELETE FROM orders"));
        assertThat(no.path("accepted").asBoolean(true)).isFalse();
        assertThat(no.at("/refusal/message").asText()).isNotEmpty();
        JsonNode plan = MCP.answered(Role.AUTHOR, "explain_query", Map.of("sql", "SELECT * FROM orders WHERE id = 1"));
        assertThat(plan.at("/plan/0/Plan/Node Type").asText()).isNotEmpty();
        assertThat(MCP.refused(Role.AUTHOR, "explain_query", Map.of("sql", "SELECT nothing_like_it FROM orders")))
                .contains("nothing_like_it");
        MCP.answered(Role.OPERATOR, "refresh_schema", Map.of());
        assertThat(MCP.answered(Role.VIEWER, "list_schema_changes", Map.of()).path("states"))
                .isNotEmpty();
        assertThat(MCP.answered(Role.VIEWER, "get_data_classification", Map.of())
                        .has("items"))
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
            assertThat(MCP.refused(Role.ADMIN, "query", Map.of("sql", attack)))
                    .as(attack)
                    .startsWith("BAD_ARGUMENT");
            assertThat(MCP.refused(Role.ADMIN, "explain_query", Map.of("sql", attack)))
                    .as(attack)
                    .startsWith("BAD_ARGUMENT");
        }
        for (String name : List.of("orders; DROP TABLE orders", "orders\" WHERE 1=1 --", "pg_catalog.pg_authid")) {
            assertThat(MCP.refused(Role.ADMIN, "sample", Map.of("table", name)))
                    .as(name)
                    .isNotEmpty();
        }
        assertThat(count().body()).isEqualTo(before.body());
        assertThat(MCP.answered(Role.AUTHOR, "query", Map.of("sql", "SELECT count(*) FROM orders"))
                        .at("/rows/0/0")
                        .asInt())
                .isPositive();
    }

    private static Api.Answer count() {
        Api.Answer answer =
                MCP.admin().post(McpCaller.TOOLS + "/query", Map.of("sql", "SELECT count(*), sum(id) FROM orders"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    @Test
    void a_query_is_suggested_approved_and_run() {
        MCP.admin().delete("/api/v1/projects/demo/queries/mcp-one");
        JsonNode made = MCP.answered(
                Role.AUTHOR,
                "suggest_approved_query",
                Map.of("name", "mcp-one", "sql", "SELECT 1 AS one", "description", "One"));
        assertThat(made.path("state").asText()).isEqualTo("draft");
        assertThat(MCP.refused(Role.OPERATOR, "execute_approved_query", Map.of("query", "mcp-one")))
                .startsWith("NOT_PERMITTED");
        assertThat(MCP.answered(Role.ADMIN, "approve_query", Map.of("query", "mcp-one", "version", 1))
                        .path("state")
                        .asText())
                .isEqualTo("approved");
        assertThat(MCP.answered(Role.OPERATOR, "execute_approved_query", Map.of("query", "mcp-one"))
                        .path("rows")
                        .toString())
                .isEqualTo("[[1]]");
        assertThat(MCP.answered(Role.VIEWER, "list_approved_queries", Map.of())
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
        MCP.admin().delete(DemoProjectApi.APPS + "/mcp-app?data=purge");
        Api.Answer installed = MCP.admin().postZip(DemoProjectApi.APPS + "?slug=mcp-app", zip);
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
        JsonNode run = MCP.answered(Role.OPERATOR, "run_app", Map.of("app", "mcp-app", "waitSeconds", 40))
                .path("run");
        assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
        assertThat(MCP.answered(
                                Role.VIEWER,
                                "get_run",
                                Map.of("run", run.path("id").asText()))
                        .at("/output/items")
                        .toString())
                .contains("mcp-app");
        JsonNode doubled = MCP.answered(Role.OPERATOR, "mcp-app__double_it", Map.of("n", 21));
        assertThat(doubled.path("output").asInt()).isEqualTo(42);
        assertThat(MCP.refused(Role.VIEWER, "mcp-app__double_it", Map.of("n", 21)))
                .startsWith("NOT_PERMITTED");
        assertThat(MCP.refused(Role.OPERATOR, "mcp-app__double_it", Map.of("n", "x")))
                .startsWith("BAD_ARGUMENT");
        // The main entry's output is what the app gave last.
        assertThat(MCP.answered(Role.VIEWER, "get_app_output", Map.of("app", "mcp-app"))
                        .path("run")
                        .asText())
                .isEqualTo(run.path("id").asText());
        assertThat(MCP.answered(Role.VIEWER, "list_apps", Map.of())
                        .path("items")
                        .toString())
                .contains("mcp-app");
    }

    @Test
    void a_preview_calls_only_tools_that_read() {
        String drafts = "/api/v1/projects/demo/drafts";
        String draft = MCP.admin()
                .post(
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
        JsonNode before =
                MCP.answered(Role.VIEWER, "list_schema_changes", Map.of()).path("states");
        Api.Answer previewed = MCP.admin().post(drafts + "/" + draft + "/preview", Map.of("input", Map.of()));
        assertThat(previewed.json().path("output").toString())
                .as(previewed.toString())
                .contains("[\"ok\",\"NOT_PERMITTED\",\"Tool refresh_schema may change something");
        assertThat(MCP.answered(Role.VIEWER, "list_schema_changes", Map.of()).path("states"))
                .isEqualTo(before);
        MCP.admin().delete(drafts + "/" + draft);
    }

    @Test
    void who_reviews_the_project_sees_what_was_called() {
        MCP.answered(Role.VIEWER, "health", Map.of());
        JsonNode events = MCP.answered(Role.ADMIN, "get_audit_events", Map.of("types", List.of("TOOL_CALLED")));
        assertThat(events.at("/items/0/subject").asText()).startsWith("tool:");
        assertThat(events.at("/items/0/requestId").asText()).isNotEmpty();
        assertThat(events.at("/items/0/address").asText()).isNotEmpty();
        assertThat(events.path("items").toString()).contains("\"subject\":\"tool:health\"", "\"face\":\"mcp\"");
        JsonNode summary = MCP.answered(Role.ADMIN, "get_compliance_summary", Map.of("days", 1));
        assertThat(summary.path("events").toString()).contains("\"type\":\"TOOL_CALLED\"");
        assertThat(summary.at("/datasources/0/name").asText()).isNotEmpty();
        JsonNode review = MCP.answered(Role.ADMIN, "get_access_review", Map.of());
        assertThat(review.path("serviceTokens").toString())
                .contains("mcp-viewer")
                .doesNotContain(MCP.token(Role.VIEWER));
        // Who set the server up has every right here, member or not.
        assertThat(review.path("serverAdministrators").findValuesAsText("name")).contains("admin");
    }

    @Test
    void the_same_tools_are_there_over_rest() {
        JsonNode items = MCP.bearer(Role.OPERATOR).get(McpCaller.TOOLS).json().path("items");
        assertThat(StreamSupport.stream(items.spliterator(), false)
                        .map(tool -> tool.path("name").asText())
                        .filter(name -> !name.contains("__")))
                .containsExactlyElementsOf(MCP.listed(Role.OPERATOR));
        Api.Answer health = MCP.bearer(Role.OPERATOR).post(McpCaller.TOOLS + "/health", Map.of());
        assertThat(health.json().path("role").asText()).as(health.toString()).isEqualTo("operator");
        Api.Answer denied = MCP.bearer(Role.OPERATOR).post(McpCaller.TOOLS + "/query", Map.of("sql", "SELECT 1"));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.code()).isEqualTo("NOT_PERMITTED");
        assertThat(MCP.bearer(Role.OPERATOR)
                        .post(McpCaller.TOOLS + "/nothing", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(MCP.bearer(Role.AUTHOR)
                        .post(McpCaller.TOOLS + "/query", Map.of("sql", 1))
                        .status())
                .isEqualTo(400);
    }
}
