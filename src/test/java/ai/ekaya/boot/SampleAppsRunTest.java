package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.install.PackageTests;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.sandbox.GuestCode;
import ai.ekaya.sandbox.GuestLimits;
import ai.ekaya.sandbox.RunOutcome;
import ai.ekaya.sandbox.RunRequest;
import ai.ekaya.sandbox.Sandbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample apps' own tests, in {@code tests/} and {@code test/}, run in the real sandbox within the limits that they ask for. */
class SampleAppsRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Limits LIMITS = Limits.defaults();
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();
    private static final Sandbox SANDBOX = new Sandbox(LIMITS, TIMER);

    @AfterAll
    static void stop() {
        TIMER.shutdown();
    }

    static List<Path> tests() throws IOException {
        List<Path> tests = new ArrayList<>();
        for (String root : List.of("apps-js", "apps-compiled")) {
            try (Stream<Path> files = Files.walk(Path.of(root), 3)) {
                files.filter(file -> file.toString().matches(".*/tests?/[^/]*\\.json"))
                        .forEach(tests::add);
            }
        }
        return tests;
    }

    @ParameterizedTest
    @MethodSource("tests")
    void gives_the_output_that_its_test_names(Path file) throws IOException {
        Map<String, byte[]> files =
                new TreeMap<>(app(file.getParent().getParent()).files());
        files.keySet().removeIf(path -> path.startsWith("tests/"));
        // Of those that stay on the desk as well.
        files.put("tests/" + file.getFileName(), Files.readAllBytes(file));
        assertThat(new PackageTests(SANDBOX, LIMITS).results(verified(new PackageReader(LIMITS, "1.0.0").read(files))))
                .singleElement()
                .satisfies(result -> assertThat(result.problem()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"row-counts-rs", "row-counts-c"})
    void the_twins_give_the_same_bytes(String twin) throws IOException {
        String test = "tests/counts-two-tables.json";
        assertThat(outputOf(Path.of("apps-compiled", twin, test)))
                .isEqualTo(outputOf(Path.of("apps-js/row-counts", test)))
                .startsWith("{\"tables\":[");
    }

    private static String outputOf(Path file) throws IOException {
        AppPackage app = app(file.getParent().getParent());
        JsonNode test = JSON.readTree(file.toFile());
        ObjectNode context = JSON.createObjectNode();
        context.set("input", test.has("input") ? test.get("input") : JSON.createObjectNode());
        context.set("settings", test.has("settings") ? test.get("settings") : JSON.createObjectNode());
        context.putObject("trigger").put("kind", "test");
        EffectiveLimits limits = app.effectiveLimits(LIMITS);
        GuestLimits guestLimits = new GuestLimits(
                limits.memoryBytes(), limits.fuel(), limits.timeout().toMillis(), 1 << 20);
        ScriptedHost host = new ScriptedHost(test.path("host"));
        RunOutcome outcome = SANDBOX.run(
                        SANDBOX.prepare(code(app)),
                        new RunRequest(context.toString(), guestLimits, 1_700_000_000_000L, 1),
                        host,
                        new Cancellation())
                .outcome();
        assertThat(host.left()).isEmpty();
        return switch (outcome) {
            case RunOutcome.Succeeded succeeded -> succeeded.output();
            default -> throw new AssertionError(file + " ended as " + outcome);
        };
    }

    private static AppPackage app(Path folder) {
        return verified(new PackageReader(LIMITS, "1.0.0").read(folder));
    }

    private static AppPackage verified(ReadResult read) {
        return switch (read) {
            case ReadResult.Verified verified -> verified.appPackage();
            case ReadResult.Rejected rejected -> throw new AssertionError(rejected.findings());
        };
    }

    private static GuestCode code(AppPackage app) {
        return switch (app.code()) {
            case AppPackage.Code.JavaScript script -> new GuestCode.JavaScript(script.files());
            case AppPackage.Code.WebAssembly module -> new GuestCode.WebAssembly(module.module());
        };
    }
}
