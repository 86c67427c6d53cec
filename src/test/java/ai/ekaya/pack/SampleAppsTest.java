package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The apps of {@code apps-js} and {@code apps-compiled} are packages that this server takes. */
class SampleAppsTest {
    private static final Path SCRIPTS = Path.of("apps-js");
    private static final Path COMPILED = Path.of("apps-compiled");

    static List<Path> apps() throws IOException {
        try (Stream<Path> scripts = Files.list(SCRIPTS);
                Stream<Path> compiled = Files.list(COMPILED)) {
            return Stream.concat(scripts, compiled).filter(Files::isDirectory).toList();
        }
    }

    private static AppPackage read(Path app) {
        return Packages.verified(new PackageReader(Limits.defaults(), "1.0.0").read(app));
    }

    @ParameterizedTest
    @MethodSource("apps")
    void is_a_package_with_readme_rendering_and_tests(Path app) {
        AppPackage read = read(app);
        assertThat(read.manifest().id()).isEqualTo(app.getFileName().toString());
        assertThat(read.files()).containsKeys("README.md", "ui.json", "capabilities.json");
        assertThat(read.files().keySet()).anyMatch(path -> path.startsWith("tests/"));
        assertThat(read.manifest().hostFunctions())
                .isEqualTo(read.capabilities().hostFunctions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"row-counts-rs", "row-counts-c"})
    void the_compiled_module_is_the_one_that_its_hash_file_names(String name) throws IOException {
        Path app = COMPILED.resolve(name);
        String stated = Files.readString(app.resolve("app.wasm.blake3")).strip();
        assertThat(PackageHash.blake3(Files.readAllBytes(app.resolve("app.wasm"))))
                .isEqualTo(stated);
    }

    @ParameterizedTest
    @ValueSource(strings = {"row-counts-rs", "row-counts-c"})
    void the_twins_are_held_to_the_same_tests(String name) {
        AppPackage script = read(SCRIPTS.resolve("row-counts"));
        AppPackage compiled = read(COMPILED.resolve(name));
        assertThat(compiled.capabilities()).isEqualTo(script.capabilities());
        List<String> tests = script.files().keySet().stream()
                .filter(path -> path.startsWith("tests/"))
                .toList();
        assertThat(tests)
                .isNotEmpty()
                .allSatisfy(test -> assertThat(compiled.files().get(test))
                        .isEqualTo(script.files().get(test)));
    }
}
