package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a project used, and its budgets, over HTTP. */
class UsageApiIT {
    private static final String USAGE = "/api/v1/projects/demo/usage";

    private final Api admin = Api.admin(LiveServer.shared());

    @Test
    void a_budget_is_set_shown_and_taken_away() {
        Api.Answer set = admin.put(USAGE + "/budgets/apps/not-installed", Map.of("runs", 3, "sqlMillis", 0));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertThat(set.json().path("apps").toString()).contains("""
                        {"app":"not-installed","meters":{"runs":{"spent":0,"budget":3},"fuel":{"spent":0},\
                        "sqlMillis":{"spent":0,"budget":0},"egressBytes":{"spent":0},"tokens":{"spent":0}}}""");
        assertThat(set.json().path("project").path("runs").path("budget").asLong())
                .isEqualTo(100_000);
        Api.Answer none = admin.put(USAGE + "/budgets/apps/not-installed", Map.of());
        assertThat(none.json().path("apps").toString()).doesNotContain("not-installed");
        assertThat(admin.get(USAGE + "?days=31").status()).isEqualTo(200);
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

    private void refused(String path, Map<String, Object> body, String why) {
        Api.Answer answer = admin.put(USAGE + path, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(why);
    }
}
