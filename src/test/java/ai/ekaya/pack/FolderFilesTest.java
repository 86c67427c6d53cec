package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {
    private static final String NO_FILE =
            "This is a link, a device or a folder of a name that no file of a package is in";

    @TempDir
    Path folder;

    @BeforeEach
    void writeThePackage() throws IOException {
        Packages app = Packages.minimal().with("migrations/001_a.sql", "SELECT 1");
        for (Map.Entry<String, byte[]> file : app.files().entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    private void write(String path, byte... bytes) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.write(folder.resolve(path), bytes);
    }

    private List<String> refusals(Limits limits) {
        return Packages.refusals(new PackageReader(limits, "1.0.0").read(folder));
    }

    private List<String> refusals() {
        return refusals(Limits.defaults());
    }

    @Test
    void gives_the_same_package_as_its_zip() {
        AppPackage fromFolder = Packages.verified(new PackageReader(Limits.defaults(), "1.0.0").read(folder));
        AppPackage fromZip =
                Packages.minimal().with("migrations/001_a.sql", "SELECT 1").verified();
        assertThat(fromFolder.hash()).isEqualTo(fromZip.hash());
    }

    @Test
    void leaves_out_what_belongs_to_the_authors_desk() throws IOException {
        write("test/golden.json");
        write("src/main.rs");
        write("target/x/y");
        write("build.sh");
        write(".gitignore");
        write(".cargo/config.toml");
        assertThat(refusals()).isEmpty();
    }

    @Test
    void refuses_other_files_and_folders() throws IOException {
        write("notes.txt");
        write("lib/notes.txt");
        write("migrations/deep/a.sql");
        write("my.lib/a.js");
        assertThat(refusals())
                .hasSize(4)
                .anyMatch(refusal -> refusal.startsWith("notes.txt: Unknown file"))
                .anyMatch(refusal -> refusal.startsWith("lib/notes.txt: Unknown file"))
                .contains("migrations/deep: " + NO_FILE, "my.lib: " + NO_FILE);
    }

    @Test
    void takes_scripts_from_any_folder_that_is_not_the_authors_own() throws IOException {
        write("lib/deep/a.js");
        write("src/b.js");
        write("node_modules/c/c.js");
        AppPackage read = Packages.verified(new PackageReader(Limits.defaults(), "1.0.0").read(folder));
        assertThat(read.code())
                .isInstanceOfSatisfying(
                        AppPackage.Code.JavaScript.class,
                        code -> assertThat(code.files()).containsOnlyKeys("app.js", "lib/deep/a.js"));
    }

    @Test
    void follows_no_links() throws IOException {
        Files.createSymbolicLink(folder.resolve("README.md"), Path.of("app.js"));
        Files.createSymbolicLink(folder.resolve("tests"), Path.of("migrations"));
        Files.createSymbolicLink(folder.resolve("lib"), Path.of("migrations"));
        Files.createSymbolicLink(folder.resolve("util.js"), Path.of("app.js"));
        assertThat(refusals())
                .containsExactlyInAnyOrder(
                        "README.md: " + NO_FILE, "tests: " + NO_FILE, "lib: " + NO_FILE, "util.js: " + NO_FILE);
    }

    @Test
    void counts_files_and_bytes() {
        Limits limits = Limits.defaults();
        long bytes = Packages.minimal().with("migrations/001_a.sql", "SELECT 1").files().values().stream()
                .mapToLong(file -> file.length)
                .sum();
        assertThat(refusals(limits.with(Limit.PACK_UNPACKED_BYTES, bytes))).isEmpty();
        assertThat(refusals(limits.with(Limit.PACK_UNPACKED_BYTES, bytes - 1)))
                .singleElement()
                .asString()
                .contains("more than " + (bytes - 1) + " bytes");
        assertThat(refusals(limits.with(Limit.PACK_ENTRIES_COUNT, 2)))
                .singleElement()
                .asString()
                .contains("more than 2 entries");
    }

    @Test
    void says_when_there_is_no_folder() {
        assertThat(Packages.refusals(new PackageReader(Limits.defaults(), "1.0.0").read(folder.resolve("no"))))
                .containsExactly("no: There is no such folder");
    }
}
