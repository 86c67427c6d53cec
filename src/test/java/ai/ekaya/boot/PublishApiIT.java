package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A project's own catalog and the way to all projects, over HTTP. */
class PublishApiIT {
    private static final String PROJECT = "publish-project";
    private static final String OTHER = "publish-other";
    private static final String BASE = "/api/v1/projects/" + PROJECT;
    private static Api admin;
    private static Api author;

    @BeforeAll
    static void make() {
        LiveServer server = LiveServer.shared();
        admin = Api.admin(server);
        admin.post("/api/v1/projects", Map.of("name", PROJECT));
        admin.post("/api/v1/projects", Map.of("name", OTHER));
        admin.post("/api/v1/users", Map.of("name", "publish-anna", "password", "correct-horse-battery"));
        admin.put(BASE + "/members/publish-anna", Map.of("role", "author"));
        author = Api.anonymous(server.uri("/")).signIn("publish-anna", "correct-horse-battery");
    }

    private static Map<String, String> files(String id, String version) {
        return Map.of(
                "manifest.json",
                "{\"id\": \"" + id + "\", \"name\": \"Orders\", \"version\": \"" + version + "\"}",
                "capabilities.json",
                "{\"hostFunctions\": [\"log\"]}",
                "app.js",
                "export default async () => '" + version + "'");
    }

    private static String draft(String id, String version) {
        Api.Answer made = author.post(BASE + "/drafts", Map.of("name", "Orders", "files", files(id, version)));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return BASE + "/drafts/" + made.json().path("id").asText();
    }

    private static Api.Answer publish(String id, String version) {
        return author.post(draft(id, version) + "/publish", Map.of("install", false, "changelog", "What is new"));
    }

    @Test
    void a_draft_becomes_a_version_that_is_installed_by_its_name() {
        Api.Answer published = publish("own-orders", "1.0.0");
        assertThat(published.status()).as(published.toString()).isEqualTo(201);
        assertThat(published.json().path("catalog").asText()).isEqualTo("private");
        assertThat(published.response().headers().firstValue("Location").orElseThrow())
                .contains("/catalog/apps/own-orders/versions/1.0.0");
        assertThat(publish("own-orders", "1.0.0").status()).as("the same again").isEqualTo(200);
        JsonNode listed = author.get(BASE + "/catalog/apps?catalog=private&q=own-orders")
                .json()
                .path("items");
        assertThat(listed).hasSize(1);
        assertThat(listed.at("/0/trust").asText()).isEqualTo("private");
        assertThat(author.get(BASE + "/catalog/apps").json().path("items").findValuesAsText("catalog"))
                .contains("bundled", "private");
        assertThat(admin.get("/api/v1/projects/" + OTHER + "/catalog/apps?catalog=private")
                        .json()
                        .path("items"))
                .isEmpty();
        JsonNode version =
                author.get(BASE + "/catalog/apps/own-orders/versions/1.0.0").json();
        assertThat(version.path("changelog").asText()).isEqualTo("What is new");
        assertThat(version.path("packageHash").asText())
                .isEqualTo(published.json().path("packageHash").asText());
        Map<String, String> name = Map.of("catalog", "private", "id", "own-orders", "version", "1.0.0");
        Api.Answer installed = admin.post(BASE + "/apps", name);
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
        assertThat(admin.post("/api/v1/projects/" + OTHER + "/apps", name).status())
                .isEqualTo(404);
        assertThat(publish("own-orders", "1.1.0").status()).isEqualTo(201);
        assertThat(admin.post(BASE + "/apps/own-orders/update", Map.of("catalog", "private", "version", "1.1.0"))
                        .json()
                        .path("version")
                        .asText())
                .isEqualTo("1.1.0");
        Api.Answer withdrawn = author.post(
                BASE + "/catalog/apps/own-orders/versions/1.1.0/withdraw", Map.of("reason", "It counts twice"));
        assertThat(withdrawn.json().at("/versions/0/revoked/reason").asText())
                .as(withdrawn.toString())
                .isEqualTo("It counts twice");
        assertThat(admin.post(BASE + "/apps/own-orders/runs?wait=60s", "{}")
                        .json()
                        .path("outcome")
                        .asText())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void without_a_changelog_nothing_is_published_and_with_one_it_is_installed_too() {
        String draft = draft("told", "1.0.0");
        assertThat(author.post(draft + "/publish", Map.of("install", false)).status())
                .isEqualTo(400);
        assertThat(author.get(BASE + "/catalog/apps/told").status()).isEqualTo(404);
        Api.Answer both = admin.post(draft + "/publish", Map.of("changelog", "First"));
        assertThat(both.status()).as(both.toString()).isEqualTo(201);
        assertThat(both.json().path("state").asText()).isEqualTo("ENABLED");
        assertThat(author.get(BASE + "/catalog/apps/told").status()).isEqualTo(200);
    }

    @Test
    void a_package_that_was_made_elsewhere_is_published_and_comes_back() {
        byte[] zip = Packages.minimal().allowing("log").zip();
        assertThat(author.postZip(BASE + "/catalog/apps", zip).status()).isEqualTo(400);
        Api.Answer made = author.postZip(BASE + "/catalog/apps?changelog=First", zip);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        Api.Answer file = author.get(BASE + "/catalog/apps/my-app/versions/1.2.3/package");
        assertThat(file.response().headers().firstValue("Content-Type").orElseThrow())
                .isEqualTo("application/zip");
        assertThat(file.response().headers().firstValue("Content-Disposition").orElseThrow())
                .contains("my-app-1.2.3.ekapp");
    }

    @Test
    void a_submission_is_read_signed_for_and_published_by_somebody_else() throws Exception {
        publish("for-all", "1.0.0");
        Map<String, String> asked = Map.of("id", "for-all", "version", "1.0.0", "licence", "Apache-2.0");
        Api.Answer submitted = author.post(BASE + "/submissions", asked);
        assertThat(submitted.status()).as(submitted.toString()).isEqualTo(201);
        String id = submitted.json().path("id").asText();
        assertThat(author.get("/api/v1/submissions").status()).isEqualTo(403);
        assertThat(admin.get("/api/v1/submissions").json().path("items").findValuesAsText("id"))
                .contains(id);
        JsonNode read = admin.get("/api/v1/submissions/" + id).json();
        assertThat(read.at("/report/caution").asText()).contains("no proof");
        String raw = admin.get("/api/v1/submissions/" + id).body();
        String report = raw.substring(raw.indexOf("{\"format\":1"), raw.length() - 1);
        assertThat(read.path("reportHash").asText())
                .as("of the bytes as they came")
                .isEqualTo(HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(report.getBytes(StandardCharsets.UTF_8))));
        assertThat(admin.post("/api/v1/submissions/" + id + "/publish", "").status())
                .isEqualTo(409);
        Map<String, String> hashes = Map.of(
                "packageHash",
                read.path("packageHash").asText(),
                "reportHash",
                read.path("reportHash").asText());
        assertThat(author.post("/api/v1/submissions/" + id + "/sign", hashes).status())
                .isEqualTo(403);
        assertThat(admin.post("/api/v1/submissions/" + id + "/sign", hashes)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("reviewed");
        Api.Answer published = admin.post("/api/v1/submissions/" + id + "/publish", "");
        assertThat(published.json().path("state").asText())
                .as(published.toString())
                .isEqualTo("published");
        Map<String, String> name = Map.of("catalog", "reviewed", "id", "for-all", "version", "1.0.0");
        Api.Answer elsewhere = admin.post("/api/v1/projects/" + OTHER + "/apps", name);
        assertThat(elsewhere.status()).as(elsewhere.toString()).isEqualTo(201);
        String runs = "/api/v1/projects/" + OTHER + "/apps/for-all/runs?wait=60s";
        assertThat(admin.post(runs, "{}").json().path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(admin.post("/api/v1/catalog/reviewed/for-all/versions/1.0.0/revoke", Map.of("reason", "It leaks"))
                        .status())
                .isEqualTo(200);
        assertThat(admin.post(runs, "{}").json().path("outcome").asText()).isEqualTo("REFUSED");
    }

    @Test
    void who_submits_does_not_sign() {
        publish("own-goal", "1.0.0");
        Api.Answer submitted =
                admin.post(BASE + "/submissions", Map.of("id", "own-goal", "version", "1.0.0", "licence", "MIT"));
        String submission = "/api/v1/submissions/" + submitted.json().path("id").asText();
        assertThat(admin.post(
                                submission + "/sign",
                                Map.of(
                                        "packageHash",
                                        submitted.json().path("packageHash").asText(),
                                        "reportHash",
                                        submitted.json().path("reportHash").asText()))
                        .status())
                .isEqualTo(403);
        assertThat(admin.get(submission).json().path("state").asText()).isEqualTo("submitted");
    }
}
