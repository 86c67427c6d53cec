package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Consent, updates, versions and rollbacks over HTTP. */
class UpdatesApiIT {
    private static final String PROJECT = "updates-project";
    private static final String DEMO_APPS = "/api/v1/projects/demo/apps";
    private static final String BASE = "/api/v1/projects/" + PROJECT;
    private static Api admin;
    private static Api operator;

    @BeforeAll
    static void make() {
        LiveServer server = LiveServer.shared();
        admin = Api.admin(server);
        admin.post("/api/v1/projects", Map.of("name", PROJECT));
        admin.post("/api/v1/users", Map.of("name", "updates-olga", "password", "correct-horse-battery"));
        admin.put(BASE + "/members/updates-olga", Map.of("role", "operator"));
        operator = Api.anonymous(server.uri("/")).signIn("updates-olga", "correct-horse-battery");
    }

    private static byte[] version(int number, String... functions) {
        return Packages.minimal()
                .with("app.js", "export default () => " + number)
                .allowing(functions)
                .version(number + ".0.0")
                .zip();
    }

    private static String output(String app) {
        Api.Answer run = admin.post(BASE + "/apps/" + app + "/runs?wait=60s", "{}");
        return admin.get(BASE + "/runs/" + run.json().path("id").asText() + "/output")
                .body();
    }

    private static String install(String slug, byte[] bytes) {
        Api.Answer made = admin.postZip(BASE + "/apps?slug=" + slug, bytes);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return BASE + "/apps/" + slug;
    }

    @Test
    void before_an_installation_people_read_what_there_is_to_agree_to() {
        Api.Answer asked = operator.postZip(BASE + "/apps/check", version(1, "datasource_query", "log"));
        assertThat(asked.status()).as(asked.toString()).isEqualTo(200);
        assertThat(asked.json().path("needsAdmin").asBoolean()).isTrue();
        assertThat(asked.json().path("asks"))
                .extracting(row -> row.path("text").asText())
                .containsExactly("reads rows of the datasources that it is bound to", "writes a log");
        assertThat(admin.get(BASE + "/apps/my-app").status()).isEqualTo(404);
    }

    @Test
    void an_update_that_asks_for_more_is_held_until_an_admin_agrees_to_it() {
        String app = install("held", version(1, "log"));
        byte[] more = version(2, "log", "state_get");
        JsonNode check = operator.postZip(app + "/update/check", more).json();
        assertThat(check.path("asks"))
                .extracting(row ->
                        row.path("change").asText() + " " + row.path("text").asText())
                .containsExactly("NEW reads small values that it kept", "SAME writes a log");
        assertThat(admin.get(app + "/update").status()).isEqualTo(404);

        Api.Answer held = operator.postZip(app + "/update", more);
        assertThat(held.status()).as(held.toString()).isEqualTo(202);
        String hash = held.json().at("/consent/packageHash").asText();
        assertThat(output("held")).isEqualTo("1");
        assertThat(operator.get(app + "/update").json().at("/consent/version").asText())
                .isEqualTo("2.0.0");
        assertThat(operator.post(app + "/update/agree", Map.of("packageHash", hash))
                        .status())
                .isEqualTo(403);
        assertThat(admin.post(app + "/update/agree", Map.of("packageHash", "blake3:" + "0".repeat(64)))
                        .status())
                .isEqualTo(409);
        assertThat(admin.post(app + "/update/agree", Map.of()).status()).isEqualTo(400);
        assertThat(output("held")).isEqualTo("1");

        Api.Answer agreed = admin.post(app + "/update/agree", Map.of("packageHash", hash));
        assertThat(agreed.status()).as(agreed.toString()).isEqualTo(200);
        assertThat(agreed.json().path("packageHash").asText()).isEqualTo(hash);
        assertThat(output("held")).isEqualTo("2");
        assertThat(admin.get(app + "/update").status()).isEqualTo(404);
    }

    @Test
    void a_package_of_a_catalog_is_looked_at_before_and_installed_as_it_was_agreed_to() {
        String slug = "as-agreed";
        Map<String, String> named = Map.of("catalog", "bundled", "id", "schema-report", "version", "1.0.0");
        assertThat(operator.post(
                                BASE + "/apps/check", Map.of("catalog", "bundled", "id", "nothing", "version", "1.0.0"))
                        .status())
                .isEqualTo(404);
        Api.Answer looked = operator.post(BASE + "/apps/check", named);
        assertThat(looked.status()).as(looked.toString()).isEqualTo(200);
        assertThat(looked.json().path("asks").findValuesAsText("effect")).contains("READS_DATA");
        assertThat(looked.json().at("/says/datasourceSlots/0/alias").asText()).isEqualTo("primary");
        assertThat(looked.json()
                        .at("/says/settingsSchema/properties/countRows/type")
                        .asText())
                .isEqualTo("boolean");
        String hash = looked.json().path("packageHash").asText();
        assertThat(admin.get("/api/v1/catalog/apps/schema-report/versions/1.0.0")
                        .json()
                        .path("packageHash")
                        .asText())
                .isEqualTo(hash);

        Map<String, Object> other = new HashMap<>(named);
        other.put("slug", slug);
        other.put("packageHash", "blake3:" + "0".repeat(64));
        Api.Answer refused = admin.post(DEMO_APPS, other);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.body()).contains(hash);
        assertThat(admin.get(DEMO_APPS + "/" + slug).status()).isEqualTo(404);

        other.put("packageHash", hash);
        other.put("settings", Map.of("countRows", false));
        Api.Answer made = admin.post(DEMO_APPS, other);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().at("/settings/countRows").asBoolean(true)).isFalse();
        JsonNode app = admin.get(DEMO_APPS + "/" + slug).json();
        assertThat(app.path("mayDo").findValuesAsText("text"))
                .containsExactlyInAnyOrderElementsOf(looked.json().path("asks").findValuesAsText("text"));
        Api.Answer again =
                admin.post(DEMO_APPS + "/" + slug + "/update/check", Map.of("catalog", "bundled", "version", "1.0.0"));
        assertThat(again.json().path("asks").findValuesAsText("change")).containsOnly("SAME");
        assertThat(again.json().path("needsAdmin").asBoolean(true)).isFalse();
        assertThat(admin.delete(DEMO_APPS + "/" + slug + "?data=purge").status())
                .isEqualTo(204);
    }

    @Test
    void an_app_of_a_catalog_is_installed_by_its_name_and_refused_above_its_trust_levels_ceiling() {
        String apps = "/api/v1/projects/demo/apps";
        String trust = "/api/v1/catalog/trust/first-party";
        JsonNode bundled =
                admin.get("/api/v1/catalog/apps?q=schema-report").json().at("/items/0");
        Map<String, String> asked = Map.of(
                "catalog",
                bundled.path("catalog").asText(),
                "id",
                bundled.path("id").asText(),
                "version",
                bundled.path("version").asText(),
                "slug",
                "from-catalog");
        assertThat(admin.post(apps, Map.of("catalog", "bundled")).status()).isEqualTo(400);
        assertThat(admin.post(apps, Map.of("catalog", "bundled", "id", "nothing", "version", "1.0.0"))
                        .status())
                .isEqualTo(404);
        JsonNode allowed = admin.get(trust).json().path("allowed");
        assertThat(admin.put(trust, Map.of("allowed", List.of())).status()).isEqualTo(200);
        Api.Answer refused = admin.post(apps, asked);
        assertThat(admin.put(trust, Map.of("allowed", allowed)).status()).isEqualTo(200);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
        assertThat(refused.body()).contains("trust level first-party");
        assertThat(admin.get(apps + "/from-catalog").status()).isEqualTo(404);

        Api.Answer made = admin.post(apps, asked);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        Api.Answer again = admin.post(
                apps + "/from-catalog/update",
                Map.of("catalog", asked.get("catalog"), "version", asked.get("version")));
        assertThat(again.status()).as(again.toString()).isEqualTo(200);
        assertThat(admin.delete(apps + "/from-catalog?data=purge").status()).isEqualTo(204);
    }

    @Test
    void how_an_app_is_updated_by_itself_is_set_by_one_call_and_shown_with_the_app() {
        String apps = "/api/v1/projects/demo/apps";
        JsonNode bundled =
                admin.get("/api/v1/catalog/apps?q=schema-report").json().at("/items/0");
        Api.Answer made = admin.post(
                apps,
                Map.of(
                        "catalog",
                        "bundled",
                        "id",
                        "schema-report",
                        "version",
                        bundled.path("version").asText(),
                        "slug",
                        "by-policy"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String policy = apps + "/by-policy/update/policy";
        assertThat(admin.get(apps + "/by-policy").json().path("updates").toString())
                .isEqualTo("{\"policy\":\"manual\",\"catalog\":\"bundled\"}");
        assertThat(admin.put(policy, Map.of("policy", "cool-down", "days", 0)).status())
                .isEqualTo(400);
        assertThat(admin.put(policy, Map.of()).status()).isEqualTo(400);
        assertThat(admin.get(policy).json().path("policy").asText()).isEqualTo("manual");
        Api.Answer set = admin.put(policy, Map.of("policy", "cool-down", "days", 7));
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertThat(admin.get(policy).json().path("days").asInt()).isEqualTo(7);
        assertThat(admin.delete(apps + "/by-policy?data=purge").status()).isEqualTo(204);

        String uploaded = install("without-catalog", version(1, "log"));
        assertThat(operator.put(uploaded + "/update/policy", Map.of("policy", "auto"))
                        .status())
                .isEqualTo(409);
        assertThat(operator.put(uploaded + "/update/policy", Map.of("policy", "manual"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_package_that_its_own_test_refuses_says_why_in_the_answer() {
        byte[] wrong = Packages.minimal()
                .with("tests/a.json", "{\"name\": \"Gives one\", \"output\": 1}")
                .zip();
        Api.Answer refused = admin.postZip(BASE + "/apps?slug=tested", wrong);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.body()).contains("tests/a.json", "'Gives one' fails: Output: came {}, expected 1");
        assertThat(admin.get(BASE + "/apps/tested").status()).isEqualTo(404);
    }

    @Test
    void an_update_that_nobody_wants_is_dropped() {
        String app = install("dropped", version(1, "log"));
        assertThat(operator.postZip(app + "/update", version(2, "log", "state_get"))
                        .status())
                .isEqualTo(202);
        assertThat(operator.delete(app + "/update").status()).isEqualTo(204);
        assertThat(operator.delete(app + "/update").status()).isEqualTo(404);
        assertThat(output("dropped")).isEqualTo("1");
    }

    @Test
    void an_app_is_rolled_back_by_one_call_and_its_history_tells() {
        String app = install("back", version(1, "log"));
        assertThat(operator.postZip(app + "/update", version(2, "log")).status())
                .isEqualTo(200);
        assertThat(output("back")).isEqualTo("2");
        Api.Answer back = operator.send("POST", app + "/rollback", BodyPublishers.noBody(), "");
        assertThat(back.status()).as(back.toString()).isEqualTo(200);
        assertThat(back.json().path("version").asText()).isEqualTo("1.0.0");
        assertThat(output("back")).isEqualTo("1");
        JsonNode versions = operator.get(app + "/versions").json().path("items");
        assertThat(versions)
                .extracting(line -> line.path("how").asText() + " "
                        + line.path("version").asText() + " " + line.path("by").asText())
                .containsExactly(
                        "ROLLED_BACK 1.0.0 updates-olga", "UPDATED 2.0.0 updates-olga", "INSTALLED 1.0.0 admin");
        assertThat(operator.send("POST", app + "/rollback?to=9", BodyPublishers.noBody(), "")
                        .status())
                .isEqualTo(404);
        assertThat(operator.send("POST", app + "/rollback?to=2", BodyPublishers.noBody(), "")
                        .status())
                .isEqualTo(200);
        assertThat(output("back")).isEqualTo("2");
    }
}
