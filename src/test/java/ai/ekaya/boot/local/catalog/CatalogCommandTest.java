package ai.ekaya.boot.local.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./ekaya catalog} from keys to bundle, on real apps and folders; each step ends with a look as a server would. */
class CatalogCommandTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    @TempDir
    private Path desk;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void apps() throws IOException {
        for (String app : List.of("order-summary", "row-counts")) {
            copy(Path.of("apps-js", app), desk.resolve(app));
        }
        Files.write(desk.resolve("shot.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0});
        Files.writeString(desk.resolve("catalog.json"), """
                {"name": "samples", "title": "Samples",
                 "publishers": {"ekaya": {"name": "Ekaya Inc", "url": "https://ekaya.ai/", "trust": "verified"}},
                 "apps": {
                   "order-summary": {"publisher": "ekaya", "categories": ["samples"], "licence": "Apache-2.0",
                                     "changelog": "First.", "screenshots": [{"file": "shot.png", "caption": "A report"}]},
                   "row-counts": {"publisher": "ekaya", "categories": ["samples"], "licence": "Apache-2.0"}}}
                """);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private void run(String... arguments) {
        at(NOW, Optional.empty(), arguments);
    }

    private void at(Instant now, Optional<String> passphrase, String... arguments) {
        new CatalogCommand(
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        Clock.fixed(now, ZoneOffset.UTC),
                        passphrase)
                .run(arguments);
    }

    private void built() {
        run("keys", desk + "/keys", "--publisher", "ekaya");
        run("build", desk.toString());
    }

    private String out() {
        return desk + "/out";
    }

    private String root() {
        return out() + "/metadata/1.root.json";
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_catalog_of_our_apps_is_what_a_server_takes() {
        built();

        assertThat(text()).contains("2 apps, 2 packages, 1 pictures, 0 revoked; root 1; holds until 2027-03-08");
    }

    @Test
    void keys_are_for_their_owner_alone_and_are_not_overwritten() throws IOException {
        run("keys", desk + "/keys", "--publisher", "ekaya");

        try (Stream<Path> files = Files.list(desk.resolve("keys"))) {
            assertThat(files.toList())
                    .hasSize(7)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        byte[] before = Files.readAllBytes(desk.resolve("keys/publisher-ekaya.json"));
        assertThatThrownBy(() -> run("keys", desk + "/keys", "--publisher", "ekaya"))
                .hasMessageContaining("is not overwritten");
        assertThat(Files.readAllBytes(desk.resolve("keys/publisher-ekaya.json")))
                .isEqualTo(before);
        run("keys", desk + "/keys", "--publisher", "other");
    }

    @Test
    void sealed_keys_open_with_their_passphrase_alone() throws IOException {
        at(NOW, Optional.of("a long one"), "keys", desk + "/keys", "--publisher", "ekaya");

        assertThatThrownBy(() -> at(NOW, Optional.of("another"), "build", desk.toString()))
                .hasMessageContaining("does not open");
        assertThatThrownBy(() -> run("build", desk.toString())).hasMessageContaining("set EKAYA_CATALOG_PASSPHRASE");
        assertThat(Path.of(root())).doesNotExist();
        at(NOW, Optional.of("a long one"), "build", desk.toString());
        assertThat(Files.readString(desk.resolve("keys/targets.json"))).contains("\"sealed\"");
    }

    @Test
    void the_same_folder_gives_the_same_bytes() throws IOException {
        built();
        List<String> first = packages();
        copy(desk.resolve("order-summary"), desk.resolve("copied"));
        Files.writeString(
                desk.resolve("catalog.json"),
                Files.readString(desk.resolve("catalog.json")).replace("\"order-summary\":", "\"copied\":"));
        run("build", desk.toString(), "--out", desk + "/again");

        // Files are named after their SHA-256.
        try (Stream<Path> again = Files.list(desk.resolve("again/targets/packages"))) {
            assertThat(again.map(file -> file.getFileName().toString()).sorted().toList())
                    .isEqualTo(first);
        }
        assertThat(first).hasSize(2);
    }

    private List<String> packages() throws IOException {
        try (Stream<Path> files = Files.list(desk.resolve("out/targets/packages"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_new_version_stands_beside_the_old_one() throws IOException {
        built();
        Path manifest = desk.resolve("row-counts/manifest.json");
        String version = "\"version\": \"1.0.0\"";
        Files.writeString(manifest, Files.readString(manifest).replace(version, "\"version\": \"1.1.0\""));
        run("build", desk.toString());

        assertThat(text()).contains("2 apps, 3 packages");
    }

    @Test
    void changed_content_under_the_same_version_is_refused_and_nothing_is_published() throws IOException {
        built();
        byte[] before = Files.readAllBytes(desk.resolve("out/metadata/timestamp.json"));
        Files.writeString(desk.resolve("row-counts/README.md"), "Other words");

        assertThatThrownBy(() -> run("build", desk.toString()))
                .hasMessageContaining("give the changed app a higher version");
        assertThat(Files.readAllBytes(desk.resolve("out/metadata/timestamp.json")))
                .isEqualTo(before);
    }

    @Test
    void a_bad_package_is_refused_with_its_findings() throws IOException {
        run("keys", desk + "/keys", "--publisher", "ekaya");
        Files.writeString(desk.resolve("row-counts/capabilities.json"), "{\"hostFunctions\": [\"sudo\"]}");

        assertThatThrownBy(() -> run("build", desk.toString()))
                .hasMessageContaining("row-counts/capabilities.json#/hostFunctions/0");
        assertThat(Path.of(root())).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "targets", "snapshot", "timestamp"})
    void who_trusts_the_first_root_follows_a_change_of_keys(String role) {
        built();
        run("rotate", out(), "--role", role);
        run("rotate", out(), "--role", role);
        printed.reset();

        run("verify", out(), "--root", root());

        assertThat(text()).contains("root 3");
    }

    @Test
    void a_signed_timestamp_holds_another_week_and_an_old_one_is_refused() {
        built();
        Instant later = NOW.plusSeconds(8 * 86_400);
        assertThatThrownBy(() -> at(later, Optional.empty(), "verify", out(), "--root", root()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("timestamp metadata expired");

        at(later, Optional.empty(), "sign", out());
        at(later, Optional.empty(), "verify", out(), "--root", root());
    }

    @Test
    void a_package_and_a_publishers_key_are_revoked() throws IOException {
        built();
        String index = new String(
                new CatalogTree(desk.resolve("out")).target("index.json").orElseThrow(), StandardCharsets.UTF_8);
        String hash = CatalogTree.json(index.getBytes(StandardCharsets.UTF_8))
                .at("/apps/0/versions/0/packageHash")
                .asText();
        run("revoke", out(), hash, "--reason", "It lost orders");
        assertThat(text()).contains("1 revoked");
        String key = CatalogTree.json(index.getBytes(StandardCharsets.UTF_8))
                .at("/apps/0/versions/0/signature/keyid")
                .asText();
        run("revoke", out(), key, "--reason", "The key was stolen");
        assertThat(text()).contains("2 revoked");
        assertThatThrownBy(() -> run("revoke", out(), "nonsense", "--reason", "x"))
                .hasMessageContaining("neither");
        // A later build keeps them.
        printed.reset();
        run("build", desk.toString());
        assertThat(text()).contains("2 revoked");
    }

    @Test
    void a_byte_changed_in_a_package_is_found_and_another_root_trusts_nothing() throws IOException {
        built();
        run("keys", desk + "/strangers", "--publisher", "ekaya");
        run("build", desk.toString(), "--keys", desk + "/strangers", "--out", desk + "/other");
        assertThatThrownBy(() -> run("verify", desk + "/other", "--root", root()))
                .isInstanceOf(Refusal.class);
        run("verify", desk + "/other", "--root", desk + "/other/metadata/1.root.json");

        Path file = desk.resolve("out/targets/packages").resolve(packages().get(0));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> run("verify", out(), "--root", root())).hasMessageContaining("SHA-256");
    }

    @Test
    void a_bundle_is_the_same_file_for_the_same_catalog() throws IOException {
        built();
        run("bundle", out(), desk + "/one.zip");
        run("bundle", out(), desk + "/two.zip");

        assertThat(Files.readAllBytes(desk.resolve("one.zip"))).isEqualTo(Files.readAllBytes(desk.resolve("two.zip")));
    }

    @Test
    void wrong_calls_say_what_was_expected() {
        assertThatThrownBy(() -> run()).hasMessageContaining("catalog keys DIR");
        assertThatThrownBy(() -> run("bild")).hasMessageContaining("there is no 'bild'");
        assertThatThrownBy(() -> run("build", desk.toString(), "--key", "x")).hasMessageContaining("no option");
        assertThatThrownBy(() -> run("sign", desk + "/nowhere")).hasMessageContaining("There is no catalog");
        assertThatThrownBy(() -> run("build", desk.toString())).hasMessageContaining("catalog keys makes");
    }
}
