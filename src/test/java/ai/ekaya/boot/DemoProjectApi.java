package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;

/** What tests do most with the demo project: install a script as an app and run it. */
final class DemoProjectApi {
    static final String APPS = "/api/v1/projects/demo/apps";
    static final String RUNS = "/api/v1/projects/demo/runs";

    private final Api api;

    DemoProjectApi(LiveServer server) {
        this.api = Api.admin(server);
    }

    Api api() {
        return api;
    }

    /** Installs the script under a slug, with the host functions that it asks for and three seconds. */
    Api.Answer install(String slug, String script, String... hostFunctions) {
        return installFor("3s", slug, script, hostFunctions);
    }

    Api.Answer installFor(String timeout, String slug, String script, String... hostFunctions) {
        String names = String.join("\", \"", hostFunctions);
        byte[] zip = Packages.minimal()
                .manifest(
                        "\"datasources\": [{\"alias\": \"primary\", \"types\": [\"postgresql\"], \"required\": true}]")
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"" + names
                                + "\"], \"limits\": {\"timeout\": \"" + timeout
                                + "\", \"memory\": \"16MiB\"}}")
                .with("app.js", script)
                .zip();
        api.delete(APPS + "/" + slug + "?data=purge");
        return api.postZip(APPS + "?slug=" + slug, zip);
    }

    /** Installs and runs it to its end. */
    JsonNode run(String slug, String script, String... hostFunctions) {
        Api.Answer installed = install(slug, script, hostFunctions);
        assertThat(installed.status()).as(installed.toString()).isIn(200, 201);
        return run(slug);
    }

    JsonNode run(String slug) {
        Api.Answer run = api.post(APPS + "/" + slug + "/runs?wait=60s", "{}");
        assertThat(run.status()).as(run.toString()).isEqualTo(200);
        return run.json();
    }

    JsonNode output(JsonNode run) {
        return api.get(RUNS + "/" + run.path("id").asText() + "/output").json();
    }

    JsonNode log(JsonNode run) {
        return api.get(RUNS + "/" + run.path("id").asText() + "/log").json().path("items");
    }
}
