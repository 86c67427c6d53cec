package ai.ekaya.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.install.Admission;
import ai.ekaya.install.NewInstall;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.Packages;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.run.Platform;
import ai.ekaya.store.DatabaseDigest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Apps that are run before they are installed. */
class TriesIT {
    /** Does all that an app can do to leave something behind. */
    private static final String BUSY = """
            export default async ({input, host}) => {
              await host.db.query("INSERT INTO notes VALUES ('a row')");
              await host.state.set('seen', 1);
              await host.notify({severity: 'critical', title: 'Look', body: 'At this'});
              await host.progress(0.5, 'Half of it');
              host.log.info('A line');
              const tried = async (call) => { try { return await call(); } catch (e) { return e.code; } };
              return {
                notes: (await host.db.query('SELECT count(*) FROM notes')).rows[0][0],
                posted: await tried(() => host.http.request({method: 'POST', url: 'https://hooks.example.com/x', body: 'b'})),
                orders: await tried(async () => (await host.datasource.query('SELECT count(*) FROM orders')).rows[0][0]),
                sources: await tried(async () => (await host.datasource.list()).length),
              };
            }
            """;

    private final Platform platform = Platform.open();
    private final Tries tries = new Tries(
            new Admission(
                    platform.store,
                    platform.limits,
                    new PackageReader(platform.limits, "1.0.0"),
                    Platform.SANDBOX,
                    platform.apps),
            new Preview(
                    platform.limits,
                    platform.clock,
                    platform.databases,
                    platform.datasources,
                    platform.execution,
                    platform.store,
                    platform.audit),
            platform.store,
            platform.audit);

    @AfterEach
    void close() {
        platform.close();
    }

    private TestShop withShop() {
        TestShop shop = TestShop.shared();
        platform.datasources.add(
                platform.admin,
                platform.project,
                new NewDatasource(
                        "shop",
                        "postgresql",
                        "localhost",
                        shop.port(),
                        shop.database(),
                        shop.user(),
                        new Secret(shop.password()),
                        "disable"));
        return shop;
    }

    private static Packages busy() {
        return Packages.minimal()
                .manifest(
                        "\"datasources\": [{\"alias\": \"primary\", \"types\": [\"postgresql\"], \"required\": true}]")
                .with("app.js", BUSY)
                .with("migrations/001_notes.sql", "CREATE TABLE notes (body text)")
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"db_query\", \"state_set\", \"notify\", \"progress\", \"log\", \"http_request\","
                                + " \"datasource_query\", \"list_datasources\"],"
                                + " \"http\": [{\"host\": \"hooks.example.com\", \"methods\": [\"POST\"], \"pathPrefix\": \"/\"}]}");
    }

    private static Packages sampled() {
        return busy().with(
                        "sample.json",
                        "{\"host\": [{\"call\": \"datasource_query\", \"answer\": {\"columns\": [{\"name\": \"count\", \"type\": \"int8\"}],"
                                + " \"rows\": [[12]], \"truncated\": false}},"
                                + " {\"call\": \"http_request\", \"error\": {\"code\": \"UPSTREAM\", \"message\": \"None\"}}]}");
    }

    private Preview.Previewed run(Principal by, Packages packages, Tries.Ground ground) {
        return tries.run(by, platform.project, NewInstall.of(packages.zip()), ground, Optional.empty());
    }

    private static String output(Preview.Previewed previewed) {
        return previewed
                .finished()
                .output()
                .orElseGet(() -> String.valueOf(previewed.run().outcome()));
    }

    /** But the audit, where a try leaves its line, and how often datasources are asked in this minute, which is gone with it. */
    private Map<String, String> digest() {
        Map<String, String> digest = new TreeMap<>(DatabaseDigest.of(platform.text("SELECT current_database()")));
        assertThat(digest).hasSizeGreaterThan(50);
        digest.keySet().removeIf(table -> table.startsWith("ekaya.audit_") || table.equals("ekaya.usage_minute"));
        return digest;
    }

    private long tried() {
        return platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'APP_TRIED'");
    }

    @Test
    void nothing_is_kept_of_an_app_that_is_tried_on_the_projects_data() {
        TestShop shop = withShop();
        Map<String, String> before = digest();
        Map<String, String> shopBefore = DatabaseDigest.of(shop.database());
        Preview.Previewed previewed = run(platform.admin, busy(), Tries.Ground.PROJECT);
        assertThat(output(previewed))
                .matches("\\{\"notes\":1,\"posted\":\"NOT_PERMITTED\",\"orders\":[1-9][0-9]*,\"sources\":1}");
        assertThat(previewed.finished().notices()).hasSize(1);
        assertThat(digest()).isEqualTo(before);
        assertThat(DatabaseDigest.of(shop.database())).isEqualTo(shopBefore);
        assertThat(platform.internet.connected).isEmpty();
        assertThat(tried()).isEqualTo(1);
        platform.install(busy());
        assertThat(digest()).as("what an installation leaves").isNotEqualTo(before);
    }

    @Test
    void nothing_is_reached_nor_kept_by_an_app_that_is_tried_on_its_sample() {
        withShop();
        Map<String, String> before = digest();
        Preview.Previewed previewed = run(platform.admin, sampled(), Tries.Ground.SAMPLE);
        assertThat(output(previewed))
                .isEqualTo("{\"notes\":1,\"posted\":\"UPSTREAM\",\"orders\":12,\"sources\":\"NOT_FOUND\"}");
        assertThat(digest()).isEqualTo(before);
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_minute")).isZero();
        assertThat(platform.internet.lookedUp).isEmpty();
    }

    @Test
    void an_operator_tries_on_the_projects_data_what_an_admin_agreed_to_and_all_else_on_a_sample() {
        withShop();
        Principal operator = platform.user("operator", Role.OPERATOR);
        assertThatThrownBy(() -> run(operator, sampled(), Tries.Ground.PROJECT)).isInstanceOf(Refusal.class);
        assertThat(tried()).isZero();
        assertThat(output(run(operator, sampled(), Tries.Ground.SAMPLE))).contains("\"orders\":12");
        platform.install(sampled());
        assertThat(output(run(operator, sampled(), Tries.Ground.PROJECT))).contains("\"notes\":1");
    }

    @Test
    void a_viewer_tries_nothing() {
        Principal viewer = platform.user("viewer", Role.VIEWER);
        for (Tries.Ground ground : Tries.Ground.values()) {
            assertThatThrownBy(() -> run(viewer, sampled(), ground)).isInstanceOf(Refusal.class);
        }
        assertThat(tried()).isZero();
    }

    @Test
    void a_package_above_the_ceiling_of_what_people_upload_is_tried_no_more_than_it_is_installed() {
        Packages wild = Packages.minimal()
                .with(
                        "capabilities.json",
                        "{\"hostFunctions\": [\"http_request\"], \"http\": [{\"host\": \"*.example.com\", \"methods\": [\"GET\"]}]}");
        assertThatThrownBy(() -> run(platform.admin, wild, Tries.Ground.PROJECT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("*.example.com");
        assertThat(tried()).isZero();
    }

    @Test
    void a_package_without_a_sample_is_not_tried_on_one() {
        assertThatThrownBy(() -> run(platform.admin, busy(), Tries.Ground.SAMPLE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("sample.json");
        assertThat(tried()).isZero();
    }

    @Test
    void the_bundled_order_summary_runs_on_its_sample_without_a_datasource() {
        byte[] zip = switch (new PackageReader(platform.limits, "1.0.0").read(Path.of("apps-js/order-summary"))) {
            case ReadResult.Verified verified -> PackageWriter.zip(verified.appPackage());
            case ReadResult.Rejected rejected -> throw new AssertionError(rejected.findings());
        };
        Preview.Previewed own =
                tries.run(platform.admin, platform.project, NewInstall.of(zip), Tries.Ground.SAMPLE, Optional.empty());
        assertThat(output(own))
                .contains("\"days\":7")
                .contains("\"revenue\":\"412.50\"")
                .contains("Teapot");
        Preview.Previewed given = tries.run(
                platform.admin,
                platform.project,
                NewInstall.of(zip),
                Tries.Ground.SAMPLE,
                Optional.of(JsonNodeFactory.instance.objectNode().put("days", 30)));
        assertThat(output(given)).contains("\"days\":30");
    }
}
