package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The app of docs/write-an-app.md, taken from the page, both ways: as a package and as a draft. */
class WriteAnAppIT {
    private final DemoProjectApi demo = new DemoProjectApi(LiveServer.shared());

    @Test
    void the_packages_files_install_and_run() throws IOException {
        Packages app = Packages.minimal();
        for (String file :
                new String[] {"app.js", "manifest.json", "capabilities.json", "ui.json", "tests/finds-two.json"}) {
            app.with(file, onThePage(file));
        }
        demo.api().delete(DemoProjectApi.APPS + "/unreachable-customers?data=purge");
        Api.Answer installed = demo.api().postZip(DemoProjectApi.APPS, app.zip());
        assertThat(installed.status()).as(installed.toString()).isIn(200, 201);

        JsonNode run = demo.run("unreachable-customers");
        assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
        JsonNode all = demo.output(run);
        assertThat(all.path("found").asInt())
                .isPositive()
                .isEqualTo(all.path("customers").size());

        Api.Answer some = demo.api()
                .post(
                        DemoProjectApi.APPS + "/unreachable-customers/runs?wait=60s",
                        Map.of("countries", new String[] {"DE", "FR"}));
        assertThat(demo.output(some.json()).path("customers"))
                .allSatisfy(customer ->
                        assertThat(customer.path("country").asText()).isIn("DE", "FR"));
    }

    @Test
    void a_draft_with_the_same_code_is_previewed() throws IOException {
        String drafts = "/api/v1/projects/demo/drafts";
        JsonNode draft = demo.api()
                .post(drafts, Map.of("name", "Unreachable customers", "files", Map.of("app.js", onThePage("app.js"))))
                .json();
        Api.Answer preview =
                demo.api().post(drafts + "/" + draft.path("id").asText() + "/preview", Map.of("input", Map.of()));
        assertThat(preview.status()).as(preview.toString()).isEqualTo(200);
        assertThat(preview.json().path("output").path("found").asInt()).isPositive();
        assertThat(preview.json().path("log").path(0).path("message").asText()).contains("without an e-mail");
        assertThat(demo.api()
                        .get(DemoProjectApi.RUNS + "?app=" + draft.path("id").asText())
                        .json()
                        .path("items"))
                .isEmpty();
        demo.api().delete(drafts + "/" + draft.path("id").asText());
    }

    @Test
    void a_draft_of_several_files_is_previewed() throws IOException {
        String drafts = "/api/v1/projects/demo/drafts";
        Map<String, String> files =
                Map.of("app.js", onThePage("several/app.js"), "lib/shares.js", onThePage("several/lib/shares.js"));
        JsonNode draft = demo.api()
                .post(drafts, Map.of("name", "Shares", "files", files))
                .json();
        String path = drafts + "/" + draft.path("id").asText();
        assertThat(demo.api().post(path + "/check", Map.of()).json().path("findings"))
                .isEmpty();
        Api.Answer preview = demo.api().post(path + "/preview", Map.of("input", Map.of()));
        assertThat(preview.status()).as(preview.toString()).isEqualTo(200);
        assertThat(preview.json().path("output").path(0).path("share").asDouble())
                .isBetween(0.01, 1.0);
        demo.api().delete(path);
    }

    private static String onThePage(String file) throws IOException {
        Matcher block = Pattern.compile("<!-- " + Pattern.quote(file) + " -->\\s*```\\w+\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/write-an-app.md")));
        assertThat(block.find()).as(file + " stands on the page").isTrue();
        return block.group(1);
    }
}
