package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/approved-queries.md shows, on the whole product. */
class ApprovedQueriesIT {
    private static final String QUERIES = "/api/v1/projects/demo/queries";
    private static final String QUERY = QUERIES + "/orders-of-customer";
    private static final String APP = DemoProjectApi.APPS + "/orders-app";

    private final DemoProjectApi demo = new DemoProjectApi(LiveServer.shared());
    private final Api api = demo.api();
    private String datasource = "";

    @BeforeEach
    void suggest() throws IOException {
        api.delete(APP + "?data=purge");
        api.delete(QUERY);
        datasource = api.get("/api/v1/projects/demo/datasources")
                .json()
                .at("/items/0/id")
                .asText();
        ObjectNode suggestion = (ObjectNode) Json.mapper().readTree(onThePage("suggestion.json"));
        suggestion.put("datasource", datasource);
        Api.Answer checked = api.post(QUERIES + "/check", suggestion);
        assertThat(checked.json().path("accepted").asBoolean())
                .as(checked.toString())
                .isTrue();
        assertThat(checked.json().at("/references/tables/0/columns").toString())
                .isEqualTo("[\"customer_id\",\"id\",\"ordered_at\",\"status\"]");
        Api.Answer made = api.post(QUERIES, suggestion);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().path("state").asText()).isEqualTo("draft");
    }

    private void approve() throws IOException {
        Api.Answer approved = api.post(QUERY + "/approve", Json.mapper().readTree(onThePage("approval.json")));
        assertThat(approved.status()).as(approved.toString()).isEqualTo(200);
        assertThat(approved.json().path("state").asText()).isEqualTo("approved");
    }

    private Api.Answer install(String capabilities, String script) {
        return api.postZip(
                DemoProjectApi.APPS + "?slug=orders-app",
                Packages.minimal()
                        .manifest(
                                "\"datasources\": [{\"alias\": \"primary\", \"types\": [\"postgresql\"], \"required\": true}]")
                        .with("capabilities.json", capabilities)
                        .with("app.js", script)
                        .zip());
    }

    @Test
    void an_app_runs_the_query_that_it_was_granted_and_sees_who_reads_a_column() throws IOException {
        approve();
        Api.Answer installed = install(onThePage("capabilities.json"), onThePage("app.js"));
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
        assertThat(installed.json().at("/grants/queries/0").asText()).isEqualTo("orders-of-customer");
        JsonNode run = demo.run("orders-app");
        assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
        JsonNode output = demo.output(run);
        assertThat(output.path("orders")).hasSizeBetween(1, 3);
        assertThat(output.path("readBy").toString()).contains("orders-of-customer");

        assertThat(api.get(QUERY).json().path("usedBy").toString()).isEqualTo("[\"orders-app\"]");
        Api.Answer removed = api.delete(QUERY);
        assertThat(removed.status()).isEqualTo(409);
        assertThat(removed.toString()).contains("orders-app");
        assertThat(api.get(QUERY).status()).isEqualTo(200);
    }

    @Test
    void a_query_that_is_not_granted_not_approved_or_not_there_does_not_run() throws IOException {
        String script = """
                const code = async (promise) => { try { return (await promise).rows.length; } catch (e) { return e.code; } };
                export default async ({ input, host }) => ({
                  known: await code(host.datasource.execute('orders-of-customer', { customer: 1, most: 1 })),
                  byId: await code(host.datasource.execute(input.id ?? '', { customer: 1, most: 1 })),
                  absent: await code(host.datasource.execute('no-such-query')),
                  other: await code(host.datasource.execute('not-granted')),
                  wrong: await code(host.datasource.execute('orders-of-customer', { customer: '1 OR 1=1' })),
                  alias: await code(host.datasource.execute('orders-of-customer', { customer: 1, most: 1 }, { datasource: 'primary' })),
                });
                """;
        String asks =
                "{\"hostFunctions\": [\"datasource_execute\"], \"queries\": [\"orders-of-customer\", \"no-such-query\"]}";
        assertThat(install(asks, script).status()).isEqualTo(201);
        assertThat(demo.output(demo.run("orders-app")).path("known").asText()).isEqualTo("NOT_PERMITTED");
        approve();
        Map<String, String> input =
                Map.of("id", api.get(QUERY).json().path("id").asText());
        JsonNode run = api.post(APP + "/runs?wait=60s", input).json();
        assertThat(demo.output(run).toString())
                .isEqualTo("{\"known\":1,\"byId\":1,\"absent\":\"NOT_FOUND\",\"other\":\"NOT_PERMITTED\","
                        + "\"wrong\":\"BAD_ARGUMENT\",\"alias\":1}");
        api.delete(APP + "?data=purge");
        assertThat(install("{\"hostFunctions\": [\"datasource_execute\"]}", script)
                        .status())
                .isEqualTo(201);
        assertThat(demo.output(demo.run("orders-app")).path("known").asText()).isEqualTo("NOT_PERMITTED");
    }

    @Test
    void people_run_it_and_a_list_tells_what_reads_a_column() throws IOException {
        assertThat(api.post(QUERY + "/execute", Map.of("params", Map.of("customer", 1)))
                        .status())
                .isEqualTo(403);
        approve();
        Api.Answer answer = api.post(QUERY + "/execute", Map.of("params", Map.of("customer", 1, "most", 2)));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("rows")).hasSizeBetween(1, 2);
        Api.Answer wrong = api.post(QUERY + "/execute", Map.of("params", Map.of("customer", 0)));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.toString()).contains("Parameter 'customer' is 0, at least 1");
        assertThat(api.get(QUERIES + "?table=public.orders&column=customer_id").toString())
                .contains("orders-of-customer");
        assertThat(api.get(QUERIES + "?table=public.orders&column=note").toString())
                .doesNotContain("orders-of-customer");
        assertThat(api.post(QUERY + "/approve", Map.of("version", 1)).status()).isEqualTo(409);
        assertThat(api.post(QUERY + "/disable", Map.of()).json().path("state").asText())
                .isEqualTo("disabled");
        assertThat(api.post(QUERY + "/execute", Map.of("params", Map.of("customer", 1)))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void parameters_have_names_in_an_apps_own_statements_too() {
        String asks = "{\"hostFunctions\": [\"datasource_query\", \"db_query\"]}";
        assertThat(install(
                                asks,
                                "export default async ({ host }) => ["
                                        + "(await host.datasource.query('SELECT :a::int + 1, :a', { a: 1 })).rows[0],"
                                        + "(await host.db.query('SELECT :b::text', { b: \"it's\" })).rows[0]];")
                        .status())
                .isEqualTo(201);
        assertThat(demo.output(demo.run("orders-app")).toString()).isEqualTo("[[2,\"1\"],[\"it's\"]]");
    }

    private static String onThePage(String name) throws IOException {
        Matcher block = Pattern.compile("<!-- " + Pattern.quote(name) + " -->\\n```[a-z]+\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/approved-queries.md")));
        assertThat(block.find()).as(name).isTrue();
        return block.group(1);
    }
}
