package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a project used, and its budgets, over HTTP. */
class UsageApiIT {
    private static final String USAGE = "/api/v1/projects/demo/usage";

    private final Api admin = Api.admin(LiveServer.shared());

    private static void install(String slug) {
        new DemoProjectApi(LiveServer.shared()).install(slug, "export default () => 1;", "log");
    }

    @Test
    void a_budget_is_set_shown_and_taken_away() {
        install("budgeted");
        Api.Answer set = admin.put(USAGE + "/budgets/apps/budgeted", Map.of("runs", 3, "sqlMillis", 0));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertThat(set.json().path("apps").toString()).contains("""
                        {"app":"budgeted","meters":{"runs":{"spent":0,"budget":3},"fuel":{"spent":0},\
                        "sqlMillis":{"spent":0,"budget":0},"egressBytes":{"spent":0},"tokens":{"spent":0}}}""");
        assertThat(set.json().path("project").path("runs").path("budget").asLong())
                .isEqualTo(100_000);
        assertThat(set.json().has("communityTokens")).isFalse();
        Api.Answer none = admin.put(USAGE + "/budgets/apps/budgeted", Map.of());
        assertThat(none.json().path("apps").toString()).doesNotContain("budgeted");
        assertThat(admin.get(USAGE + "?days=31").status()).isEqualTo(200);
    }

    @Test
    void an_app_or_a_tool_that_is_not_there_gets_no_budget_and_no_rate() {
        Api.Answer budget = admin.put(USAGE + "/budgets/apps/not-installed", Map.of("runs", 3));
        assertThat(budget.status()).as(budget.toString()).isEqualTo(404);
        assertThat(budget.json().path("detail").asText()).startsWith("The project has no app 'not-installed'");
        refused(
                "/rates",
                Map.of("app", "not-installed", "perMinute", 1),
                "'app' is 'not-installed', which the project");
        refused(
                "/rates",
                Map.of("tool", "get_run_", "perMinute", 1),
                "'tool' is 'get_run_', which the project has not");
        assertThat(admin.get(USAGE).body()).doesNotContain("not-installed").doesNotContain("get_run_\"");
        install("rated");
        assertThat(admin.put(USAGE + "/rates", Map.of("app", "rated", "perMinute", 9))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_left_of_an_app_that_is_gone_can_be_taken_away() {
        install("leaving");
        admin.put(USAGE + "/budgets/apps/leaving", Map.of("runs", 3));
        assertThat(admin.put(USAGE + "/rates", Map.of("app", " ", "perMinute", 9))
                        .body())
                .contains("'app' is blank");
        admin.put(USAGE + "/rates", Map.of("app", "leaving", "perMinute", 9));
        assertThat(admin.delete("/api/v1/projects/demo/apps/leaving?data=purge").status())
                .isLessThan(300);
        assertThat(admin.put(USAGE + "/budgets/apps/leaving", Map.of("runs", 4)).status())
                .isEqualTo(404);
        admin.put(USAGE + "/budgets/apps/leaving", Map.of());
        Map<String, Object> none = new HashMap<>();
        none.put("app", "leaving");
        none.put("perMinute", null);
        assertThat(admin.put(USAGE + "/rates", none).body()).doesNotContain("leaving");
    }

    @Test
    void what_is_no_budget_is_refused_in_words() {
        refused(
                "/budgets/project",
                Map.of("rums", 3),
                "There is no meter 'rums', expected one of runs, fuel, sqlMillis, egressBytes, tokens");
        refused("/budgets/project", Map.of("runs", -1), "Budget 'runs' is -1, expected 0 to 100000");
        refused("/budgets/project", Map.of("runs", "many"), "runs");
        assertThat(admin.put(USAGE + "/budgets/apps/No%20Slug", Map.of()).status())
                .isEqualTo(404);
        assertThat(admin.get(USAGE + "?days=0").json().path("detail").asText())
                .isEqualTo("'days' is 0, expected 1 to 31");
    }

    @Test
    void a_rate_is_set_shown_and_taken_away() {
        Api.Answer set = admin.put(USAGE + "/rates", Map.of("tool", "get_run", "perMinute", 0));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertThat(set.json().path("rates").toString()).contains("{\"tool\":\"get_run\",\"perMinute\":0,");
        Api.Answer refused = admin.post("/api/v1/projects/demo/tools/get_run", Map.of("run", "none"));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.json().path("detail").asText())
                .isEqualTo("Tool get_run may not be called, as its rate is 0 a minute; an administrator sets another");
        assertThat(refused.response().headers().firstValue("Retry-After")).isEmpty();
        assertThat(admin.get(USAGE).json().path("rates").toString()).contains("\"refusedToday\":1");
        Map<String, Object> none = new HashMap<>();
        none.put("tool", "get_run");
        none.put("perMinute", null);
        admin.put(USAGE + "/rates", none);
        assertThat(admin.post("/api/v1/projects/demo/tools/get_run", Map.of("run", "none"))
                        .status())
                .as("there is no such run")
                .isIn(400, 404);
    }

    @Test
    void who_forgets_the_rate_takes_none_away() {
        admin.put(USAGE + "/rates", Map.of("tool", "list_apps", "perMinute", 7));
        refused("/rates", Map.of("tool", "list_apps"), "'perMinute' is missing in the body");
        refused("/rates", Map.of("tool", "list_apps", "perminute", 1), "'perMinute' is missing in the body");
        assertThat(admin.get(USAGE).json().path("rates").toString())
                .contains("{\"tool\":\"list_apps\",\"perMinute\":7,");
    }

    @Test
    void what_is_no_rate_is_refused_in_words() {
        refused("/rates", Map.of("app", "drift", "function", "log", "perMinute", 1), "Function 'log' has no rate");
        refused("/rates", Map.of("perMinute", 1_000_001), "'perMinute' is 1000001, expected 0 to ");
        refused("/rates", Map.of("perMinute", 1, "toll", "query"), "Unknown key 'toll'");
        refused("/rates", Map.of("perMinute", "7"), "'perMinute' in the body is a string, expected a whole number");
    }

    @Test
    void a_query_parameter_that_an_address_does_not_take_is_refused() {
        Api.Answer answer = admin.get(USAGE + "?day=3");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText())
                .isEqualTo("There is no query parameter 'day' here, expected one of days");
        assertThat(admin.get("/api/v1/projects/demo/apps?limit=5").status()).isEqualTo(200);
    }

    private void refused(String path, Map<String, Object> body, String why) {
        Api.Answer answer = admin.put(USAGE + path, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(why);
    }
}
