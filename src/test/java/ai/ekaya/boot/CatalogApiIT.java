package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.boot.local.catalog.CatalogCommand;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Catalogs on the whole product: made by {@code ./ekaya catalog}, mounted as a folder, uploaded as a bundle, looked at over REST. */
class CatalogApiIT {
    private static final String CATALOG = "/api/v1/catalog";
    private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>";
    private static final Path MARKET = Path.of("target", "live", "market").toAbsolutePath();

    private static LiveServer server;
    private static Api admin;
    private static Api viewer;

    @BeforeAll
    static void start() throws IOException {
        makeCatalog();
        server = LiveServer.start(
                "catalog",
                Map.of(
                        "EKAYA_ADMIN_PASSWORD",
                        LiveServer.ADMIN_PASSWORD,
                        "EKAYA_CATALOG_ROOT",
                        MARKET.resolve("out/metadata/1.root.json").toString(),
                        "EKAYA_CATALOG_DIR",
                        MARKET.resolve("out").toString()));
        admin = Api.admin(server);
        String token = admin.post(
                        "/api/v1/tokens", Map.of("name", "looks", "project", "demo", "roles", List.of("viewer")))
                .json()
                .path("token")
                .asText();
        viewer = Api.anonymous(server.uri("/")).with("Authorization", "Bearer " + token);
        Waiting.until("the folder was looked at", 60, () -> state("folder").equals("ready"));
    }

    private static void makeCatalog() throws IOException {
        if (Files.exists(MARKET)) {
            try (Stream<Path> old = Files.walk(MARKET)) {
                for (Path file : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (Stream<Path> files = Files.walk(Path.of("apps-js/row-counts"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = MARKET.resolve(Path.of("apps-js").relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Path manifest = MARKET.resolve("row-counts/manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"row-counts\"", "\"market-counts\""));
        Files.writeString(MARKET.resolve("row-counts/icon.svg"), SVG);
        Files.write(MARKET.resolve("shot.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 7});
        Files.writeString(MARKET.resolve("catalog.json"), """
                {"name": "market", "title": "Market",
                 "publishers": {"acme": {"name": "Acme <b>Ltd</b>", "trust": "first-party"}},
                 "apps": {"row-counts": {"publisher": "acme", "categories": ["counting"], "licence": "Apache-2.0",
                          "screenshots": [{"file": "shot.png", "caption": "Counts"}]}}}
                """);
        CatalogCommand.main(new String[] {"keys", MARKET + "/keys", "--publisher", "acme"});
        CatalogCommand.main(new String[] {"build", MARKET.toString()});
        CatalogCommand.main(new String[] {"bundle", MARKET + "/out", MARKET + "/first.zip"});
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String state(String catalog) {
        for (JsonNode one : admin.get(CATALOG).json().path("items")) {
            if (one.path("catalog").asText().equals(catalog)) {
                return one.path("state").asText();
            }
        }
        return "";
    }

    @Test
    void everybody_who_is_signed_in_looks_at_what_there_is() {
        assertThat(Api.anonymous(server.uri("/")).get(CATALOG + "/apps").status())
                .isEqualTo(401);
        JsonNode all = viewer.get(CATALOG + "/apps").json().path("items");
        assertThat(all.findValuesAsText("catalog")).contains("bundled", "folder");
        JsonNode page = viewer.get(CATALOG + "/apps?limit=2").json();
        assertThat(page.path("items")).hasSize(2);
        JsonNode next = viewer.get(
                        CATALOG + "/apps?limit=200&after=" + page.path("next").asText())
                .json();
        assertThat(next.path("items")).hasSize(all.size() - 2);
        JsonNode found = viewer.get(CATALOG + "/apps?q=counts&category=counting&publisher=acme")
                .json();
        assertThat(found.at("/items")).hasSize(1);
        assertThat(found.at("/items/0/id").asText()).isEqualTo("market-counts");
        assertThat(found.at("/items/0/trust").asText())
                .as("as the operator holds it")
                .isEqualTo("verified");
        assertThat(viewer.get(CATALOG + "/apps?q=nothing-like-it").json().path("items"))
                .isEmpty();
        assertThat(viewer.get(CATALOG + "/apps?order=price").status()).isEqualTo(400);
    }

    @Test
    void an_app_and_its_version_say_what_people_agree_to() {
        JsonNode app = viewer.get(CATALOG + "/apps/market-counts").json();
        assertThat(app.at("/publisher/name").asText()).isEqualTo("Acme <b>Ltd</b>");
        assertThat(app.at("/versions/0/version").asText()).isEqualTo("1.0.0");
        JsonNode version =
                viewer.get(CATALOG + "/apps/market-counts/versions/1.0.0").json();
        assertThat(version.path("packageHash").asText()).startsWith("blake3:");
        assertThat(version.path("effects").findValuesAsText("effect")).contains("READS_DATA");
        assertThat(version.path("signedBy").asText()).hasSize(64);
        assertThat(version.path("exceeds")).isEmpty();
        assertThat(viewer.get(CATALOG + "/apps/market-counts/versions/9.9.9").status())
                .isEqualTo(404);
        assertThat(viewer.get(CATALOG + "/apps/market-counts?catalog=bundled").status())
                .isEqualTo(404);
        assertThat(viewer.get(CATALOG + "/apps/schema-report")
                        .json()
                        .path("trust")
                        .asText())
                .isEqualTo("first-party");
    }

    @Test
    void a_search_can_be_narrowed_by_what_there_is_and_a_version_tells_each_thing_that_it_asks_for() {
        JsonNode filters = viewer.get(CATALOG + "/filters").json();
        assertThat(filters.at("/publishers/0/id").asText()).as("of most apps").isEqualTo("ekaya");
        assertThat(filters.path("publishers").findValuesAsText("id")).contains("acme");
        for (JsonNode category : filters.path("categories")) {
            assertThat(viewer.get(CATALOG + "/apps?limit=200&category="
                                    + category.path("name").asText())
                            .json()
                            .path("items"))
                    .hasSize(category.path("apps").asInt());
        }
        assertThat(filters.path("categories").findValuesAsText("name")).contains("counting");

        for (String version : List.of(
                CATALOG + "/apps/market-counts/versions/1.0.0", CATALOG + "/apps/schema-report/versions/1.0.0")) {
            JsonNode found = viewer.get(version).json();
            assertThat(found.path("asks").findValuesAsText("text"))
                    .contains("reads rows of the datasources that it is bound to");
            assertThat(found.path("bytes").asInt()).isGreaterThan(500);
        }
    }

    @Test
    void a_picture_is_nothing_but_a_picture() {
        JsonNode app = viewer.get(CATALOG + "/apps/market-counts").json();
        Api.Answer icon = viewer.get(
                CATALOG + "/apps/market-counts/images/" + app.path("icon").asText());
        assertThat(icon.status()).as(icon.toString()).isEqualTo(200);
        assertThat(icon.body()).isEqualTo(SVG);
        assertThat(icon.response().headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(icon.response().headers().firstValue("X-Content-Type-Options"))
                .hasValue("nosniff");
        assertThat(icon.response().headers().allValues("Content-Security-Policy"))
                .anyMatch(policy -> policy.contains("sandbox"));
        String shot = app.at("/screenshots/0/file").asText();
        assertThat(viewer.get(CATALOG + "/apps/market-counts/images/" + shot)
                        .response()
                        .headers()
                        .firstValue("Content-Type"))
                .hasValue("image/png");
        assertThat(viewer.get(CATALOG + "/apps/market-counts/images/index.json").status())
                .isEqualTo(404);
        assertThat(viewer.get(CATALOG + "/apps/schema-report/images/" + shot).status())
                .isEqualTo(404);
    }

    @Test
    void a_level_is_lowered_by_a_platform_admin_alone() {
        String trust = CATALOG + "/trust/verified";
        JsonNode before = viewer.get(trust).json();
        assertThat(before.path("allowed")).hasSize(11);
        assertThat(viewer.put(trust, Map.of("allowed", List.of())).status()).isEqualTo(403);
        assertThat(admin.put(trust, Map.of("allowed", List.of("flies"))).status())
                .isEqualTo(400);
        assertThat(admin.put(CATALOG + "/trust/gold", Map.of("allowed", List.of()))
                        .status())
                .isEqualTo(400);
        assertThat(viewer.get(trust).json()).isEqualTo(before);

        assertThat(admin.put(trust, Map.of("allowed", List.of("TELLS_PEOPLE"))).status())
                .isEqualTo(200);

        JsonNode version =
                viewer.get(CATALOG + "/apps/market-counts/versions/1.0.0").json();
        assertThat(version.at("/exceeds/0").asText())
                .startsWith(
                        "The app reads data of the project's datasources, which apps of trust level verified may not");
        assertThat(admin.get("/api/v1/audit?type=TRUST_CHANGED").json().path("items"))
                .hasSize(1);
        admin.put(trust, Map.of("allowed", before.path("allowed")));
    }

    @Test
    void a_bundle_is_taken_and_a_revocation_comes_with_the_next_look() throws IOException {
        byte[] first = Files.readAllBytes(MARKET.resolve("first.zip"));
        assertThat(viewer.postZip(CATALOG + "/bundles", first).status()).isEqualTo(403);
        assertThat(state("bundle")).isEqualTo("empty");
        Api.Answer taken = admin.postZip(CATALOG + "/bundles", first);
        assertThat(taken.status()).as(taken.toString()).isEqualTo(200);
        assertThat(state("bundle")).isEqualTo("ready");
        byte[] broken = java.util.Arrays.copyOf(first, first.length / 2);
        assertThat(admin.postZip(CATALOG + "/bundles", broken).status()).isEqualTo(400);
        assertThat(state("bundle")).isEqualTo("ready");

        String version = CATALOG + "/apps/market-counts/versions/1.0.0?catalog=folder";
        String hash = viewer.get(version).json().path("packageHash").asText();
        CatalogCommand.main(new String[] {"revoke", MARKET + "/out", hash, "--reason", "It lost rows"});
        assertThat(viewer.post(CATALOG + "/refresh", Map.of()).status()).isEqualTo(403);
        assertThat(admin.post(CATALOG + "/refresh", Map.of()).status()).isEqualTo(200);

        JsonNode revoked = viewer.get(version).json();
        assertThat(revoked.at("/revoked/reason").asText()).isEqualTo("It lost rows");
        assertThat(revoked.path("available").asBoolean()).isFalse();
        assertThat(admin.get("/api/v1/audit?type=PACKAGE_REVOKED").json().path("items"))
                .hasSize(1);
    }
}
