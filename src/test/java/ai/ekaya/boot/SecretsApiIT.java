package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import ai.ekaya.sandbox.CallingApp;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets on the whole product: they go in, nothing gives them back, and apps learn whether one exists and no more. */
class SecretsApiIT {
    /** Behind demo by its name: a browser's first page is that of the first project. */
    private static final String PROJECT = "vault";

    private static final String BASE = "/api/v1/projects/" + PROJECT;
    private static final String SECRETS = BASE + "/secrets";
    /** Nothing else has this text, so that it can be searched for. */
    private static final String VALUE = "hunter2-but-longer";

    private static LiveServer server;
    private static Api admin;

    @BeforeAll
    static void start() {
        server = LiveServer.shared();
        admin = Api.admin(server);
        Api.Answer made = admin.post("/api/v1/projects", Map.of("name", PROJECT));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }

    @BeforeEach
    void empty() {
        admin.get(SECRETS + "?limit=200")
                .json()
                .path("items")
                .forEach(secret ->
                        admin.delete(SECRETS + "/" + secret.path("name").asText() + "?force=true"));
    }

    private static Api.Answer write(String name) {
        return admin.put(SECRETS + "/" + name, Map.of("value", VALUE));
    }

    private static void install(String slug, Packages packages) {
        admin.delete(BASE + "/apps/" + slug + "?data=purge");
        Api.Answer installed = admin.postZip(BASE + "/apps?slug=" + slug, packages.zip());
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
    }

    private static JsonNode output(String slug) {
        Api.Answer run = admin.post(BASE + "/apps/" + slug + "/runs?wait=60s", "{}");
        assertThat(run.json().path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
        return admin.get(BASE + "/runs/" + run.json().path("id").asText() + "/output")
                .json();
    }

    @Test
    void a_value_goes_in_and_does_not_come_back() {
        Api.Answer made = write("SLACK_WEBHOOK");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.response().headers().firstValue("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith(SECRETS + "/SLACK_WEBHOOK"));
        assertThat(made.json().path("changedBy").asText()).isEqualTo("admin");
        Api.Answer changed = admin.put(SECRETS + "/slack_webhook", Map.of("value", VALUE, "version", 1));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        assertThat(changed.json().path("name").asText()).isEqualTo("SLACK_WEBHOOK");
        assertThat(admin.put(SECRETS + "/SLACK_WEBHOOK", Map.of("value", VALUE, "version", 1))
                        .status())
                .isEqualTo(409);
        Api.Answer read = admin.get(SECRETS + "/SLACK_WEBHOOK");
        assertThat(read.json().path("version").asInt()).isEqualTo(2);
        assertThat(read.json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("name", "version", "createdAt", "changedAt", "changedBy", "usedBy");
        assertThat(made + "" + changed + read + admin.get(SECRETS)).doesNotContain("hunter2");
        assertThat(admin.delete(SECRETS + "/Slack_Webhook").status()).isEqualTo(204);
        assertThat(admin.get(SECRETS + "/SLACK_WEBHOOK").status()).isEqualTo(404);
        assertThat(admin.delete(SECRETS + "/SLACK_WEBHOOK").status()).isEqualTo(404);
    }

    @Test
    void no_route_gives_the_value() {
        write("searched");
        install("asker", asker("searched"));
        String run = admin.post(BASE + "/apps/asker/runs?wait=60s", "{}")
                .json()
                .path("id")
                .asText();
        Map<String, String> places = new HashMap<>(
                Map.of("{p}", PROJECT, "{name}", "searched", "{app}", "asker", "{run}", run, "{user}", "admin"));
        List<Routes.Route> reading = Routes.all().stream()
                .filter(route -> route.method().equals("GET"))
                .toList();
        assertThat(reading).hasSizeGreaterThan(25);
        StringBuilder all = new StringBuilder();
        for (Routes.Route route : reading) {
            String path = route.path();
            for (Map.Entry<String, String> place : places.entrySet()) {
                path = path.replace(place.getKey(), place.getValue());
            }
            // A stream of events ends by itself only when it is asked to.
            String end = path.endsWith("/events") ? "?seconds=0" : "";
            all.append(admin.get("/api/v1" + path.replaceAll("\\{[^}]*}", "nobody") + end));
        }
        assertThat(all).doesNotContain("hunter2");
        // So the search would have found it: the list, the audit, the app's grants and its run name the secret.
        assertThat(all.toString().split("searched")).hasSizeGreaterThan(4);
        assertThat(all).contains("SECRET_CHANGED", "\"usedBy\":[\"asker\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\": \"hunter2",
                "{\"value\": hunter2}",
                "{\"value\" \"hunter2\"}",
                "{hunter2: 1}",
                "hunter2",
                "\"hunter2\"",
                "[\"hunter2\"]",
                "{\"hunter2\": \"x\"}",
                "{\"value\": \"hunter2\", \"hunter2\": 1}",
                "{\"value\": \"hunter2\", \"value\": \"hunter2\"}",
                "{\"value\": [\"hunter2\"]}",
                "{\"value\": {\"hunter2\": \"hunter2\"}}",
                "{\"value\": \"hunter2\"} hunter2",
                "{\"value\": \"hunter2\\u0000\"}",
                "{\"value\": \"hunter2\\ud800\"}",
                "{\"value\": \"hunter2\\x\"}",
                "{\"value\": \"hunter2\", \"version\": \"hunter2\"}",
                "{\"value\": \"hunter2\", \"version\": 99999999999}",
                "{\"value\": null}",
                "{\"value\": 5}",
                "{\"value\": \"\"}",
                "null",
                "",
                "{}"
            })
    void a_body_that_is_broken_is_refused_and_not_repeated(String body) {
        Api.Answer answer = admin.put(SECRETS + "/broken", body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
        assertThat(answer + " " + answer.response().headers()).doesNotContain("hunter2");
        assertThat(server.serverLog() + server.console()).doesNotContain("hunter2");
        assertThat(admin.get(SECRETS + "/broken").status()).isEqualTo(404);
    }

    @Test
    void a_value_that_is_too_large_or_in_the_wrong_place_is_refused_and_not_repeated() {
        Api.Answer large = admin.put(SECRETS + "/large", Map.of("value", VALUE.repeat(1_000)));
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.toString()).contains("18000B, at most 16KiB");
        Api.Answer huge = admin.put(SECRETS + "/large", Map.of("value", VALUE.repeat(100_000)));
        assertThat(huge.status()).isEqualTo(413);
        Api.Answer plain = admin.send("PUT", SECRETS + "/large", BodyPublishers.ofString(VALUE), "text/plain");
        assertThat(plain.status()).isEqualTo(415);
        Api.Answer form = admin.send(
                "PUT",
                SECRETS + "/large",
                BodyPublishers.ofString("value=" + VALUE),
                "application/x-www-form-urlencoded");
        assertThat(form.status()).isEqualTo(415);
        Api.Answer asName = admin.put(SECRETS + "/" + VALUE.repeat(4), Map.of("value", VALUE));
        assertThat(asName.status()).isEqualTo(400);
        assertThat(admin.get(SECRETS).json().path("items")).isEmpty();
        assertThat(large + "" + huge + plain + form + asName).doesNotContain("hunter2");
        assertThat(server.serverLog() + server.console()).doesNotContain("hunter2");
    }

    @Test
    void a_pipelines_token_rotates_a_secret_and_an_authors_does_not() {
        write("rotated");
        Api pipeline = withToken("admin");
        Api.Answer changed = pipeline.put(SECRETS + "/rotated", Map.of("value", "another"));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        Api author = withToken("author");
        assertThat(author.get(SECRETS).json().at("/items/0/version").asInt()).isEqualTo(2);
        assertThat(author.put(SECRETS + "/rotated", Map.of("value", "mine")).status())
                .isEqualTo(403);
        assertThat(author.delete(SECRETS + "/rotated").status()).isEqualTo(403);
        assertThat(withToken("operator").get(SECRETS).status()).isEqualTo(403);
        assertThat(admin.get(SECRETS + "/rotated").json().path("version").asInt())
                .isEqualTo(2);
    }

    private static Api withToken(String role) {
        String token = admin.post(BASE + "/service-tokens", Map.of("name", "vault-" + role, "role", role))
                .json()
                .path("token")
                .asText();
        return Api.anonymous(server.uri("/")).with("Authorization", "Bearer " + token);
    }

    private static final String ASKING = """
            const ask = async (host, name) => {
              try { return await host.secrets.exists(name); } catch (e) { return `${e.code}: ${e.message.replaceAll(name, '…')}`; }
            };
            export default async ({ host }) => ({
              there: await ask(host, 'there'), spelt: await ask(host, 'THERE'), absent: await ask(host, 'absent'),
              credential: await ask(host, 'slack'), forbidden: await ask(host, 'forbidden'), never: await ask(host, 'never'),
              none: (await ask(host, undefined)).split(':')[0],
            });
            """;
    private static final String ASKS = "{\"hostFunctions\": [\"secret_exists\"], \"secrets\": [\"There\", \"absent\"],"
            + " \"credentials\": [{\"id\": \"slack\", \"inject\": {\"header\": \"Authorization\"}}]}";
    private static final String REFUSED =
            "NOT_PERMITTED: The project did not grant the secret '…' to this app; a package asks for it by name in"
                    + " capabilities.json, secrets";
    private static final String ANSWERS =
            "{\"there\":true,\"spelt\":true,\"absent\":false,\"credential\":true,\"forbidden\":\"" + REFUSED
                    + "\",\"never\":\"" + REFUSED + "\",\"none\":\"BAD_ARGUMENT\"}";

    private static Packages asker(String secret) {
        return Packages.minimal()
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"secret_exists\"], \"secrets\": [\"" + secret + "\"]}")
                .with("app.js", "export default ({ host }) => host.secrets.exists('" + secret + "');");
    }

    @Test
    void a_script_learns_whether_a_secret_that_it_names_exists_and_nothing_of_others() {
        List.of("there", "slack", "forbidden").forEach(SecretsApiIT::write);
        install("asking", Packages.minimal().with("capabilities.json", ASKS).with("app.js", ASKING));
        assertThat(output("asking").toString()).isEqualTo(ANSWERS);
        JsonNode run = admin.get(BASE + "/runs?app=asking").json().at("/items/0");
        assertThat(admin.get(BASE + "/runs/" + run.path("id").asText() + "/calls")
                        .toString())
                .contains("secret_exists", "NOT_PERMITTED")
                .doesNotContain("hunter2");
        assertThat(admin.get(SECRETS + "/there").json().has("lastUsedAt")).isFalse();
    }

    @Test
    void a_preview_learns_the_same() {
        List.of("there", "slack", "forbidden").forEach(SecretsApiIT::write);
        JsonNode draft = admin.post(
                        BASE + "/drafts",
                        Map.of("name", "Asking", "files", Map.of("app.js", ASKING, "capabilities.json", ASKS)))
                .json();
        String path = BASE + "/drafts/" + draft.path("id").asText();
        Api.Answer preview = admin.post(path + "/preview", Map.of("input", Map.of()));
        assertThat(preview.json().path("output").toString()).isEqualTo(ANSWERS);
        admin.delete(path);
    }

    @Test
    void a_compiled_app_learns_whether_a_secret_that_it_names_exists_and_nothing_of_others() {
        List.of("there", "forbidden").forEach(SecretsApiIT::write);
        assertThat(compiled("There")).isEqualTo("{\"ok\":true,\"result\":{\"exists\":true}}");
        assertThat(compiled("absent")).isEqualTo("{\"ok\":true,\"result\":{\"exists\":false}}");
        String forbidden = compiled("forbidden");
        assertThat(forbidden).startsWith("{\"ok\":false,\"error\":{\"code\":\"NOT_PERMITTED\"");
        assertThat(compiled("neverthere").replace("neverthere", "forbidden")).isEqualTo(forbidden);
    }

    private static String compiled(String secret) {
        install(
                "compiled",
                Packages.minimal()
                        .without("app.js")
                        .with("app.wasm", CallingApp.module("secret_exists", "{\"name\":\"" + secret + "\"}"))
                        .with(
                                "capabilities.json",
                                "{\"hostFunctions\": [\"secret_exists\"], \"secrets\": [\"There\", \"absent\"]}"));
        return output("compiled").toString();
    }

    @Test
    void a_secret_that_an_app_names_stays_until_force_is_said_and_outlives_the_app() {
        write("held");
        install("holder", asker("HELD"));
        assertThat(admin.get(SECRETS + "/held").json().path("usedBy").toString())
                .isEqualTo("[\"holder\"]");
        Api.Answer removed = admin.delete(SECRETS + "/held");
        assertThat(removed.status()).isEqualTo(409);
        assertThat(removed.toString()).contains("holder", "?force=true");
        assertThat(admin.delete(SECRETS + "/held?force=yes").status()).isEqualTo(400);
        assertThat(output("holder").asBoolean()).isTrue();
        admin.delete(BASE + "/apps/holder?data=purge");
        assertThat(admin.get(SECRETS + "/held").json().path("usedBy").toString())
                .isEqualTo("[]");
        install("holder", asker("HELD"));
        assertThat(admin.delete(SECRETS + "/held?force=true").status()).isEqualTo(204);
        assertThat(output("holder").asBoolean()).isFalse();
    }

    @Test
    void another_project_has_none_of_them_and_secrets_go_with_their_project() {
        write("mine");
        Api.Answer second = admin.post("/api/v1/projects", Map.of("name", "vault-two"));
        assertThat(second.status()).isEqualTo(201);
        String base = "/api/v1/projects/vault-two";
        assertThat(admin.get(base + "/secrets/mine").status()).isEqualTo(404);
        assertThat(admin.delete(base + "/secrets/mine?force=true").status()).isEqualTo(404);
        assertThat(admin.put(base + "/secrets/theirs", Map.of("value", VALUE)).status())
                .isEqualTo(201);
        assertThat(admin.delete(base).status()).isEqualTo(204);
        assertThat(admin.get(base + "/secrets/theirs").status()).isEqualTo(404);
        assertThat(admin.get(SECRETS + "/mine").status()).isEqualTo(200);
    }

    @Test
    void the_document_tells_that_a_value_is_written_and_never_read() {
        JsonNode document = admin.get("/openapi?format=JSON").json();
        JsonNode value = document.at("/components/schemas/NewSecret/properties/value");
        assertThat(value.path("type").asText())
                .as(document.at("/components/schemas/NewSecret").toString())
                .isEqualTo("string");
        assertThat(value.path("writeOnly").asBoolean()).isTrue();
        assertThat(document.at("/components/schemas/SecretView/properties").has("value"))
                .isFalse();
        assertThat(document.at("/paths/~1api~1v1~1projects~1{p}~1secrets~1{name}/put/responses")
                        .properties())
                .extracting(Map.Entry::getKey)
                .contains("200", "201");
    }
}
