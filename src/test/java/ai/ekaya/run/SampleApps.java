package ai.ekaya.run;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.NewInstall;
import ai.ekaya.keys.Secret;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.ReadResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every app of {@code apps-js} and {@code apps-compiled}, installed on the demo shop, with inputs that take different ways through it. */
public final class SampleApps {
    private static final Map<String, List<String>> INPUTS = Map.of(
            "order-summary",
            List.of("{}", "{\"days\": 7}", "{\"days\": 365}", "{\"days\": 0}", "{\"days\": \"many\"}", "null"),
            "row-counts",
            List.of("{}", "{\"tables\": [\"orders\"]}", "{\"tables\": [\"nothing\"]}", "{\"tables\": \"orders\"}"),
            "schema-report",
            List.of("{}", "[1.50, 1e400, \"é\\u2028\"]"));

    private final List<InstalledApp> installed = new ArrayList<>();

    /** Adds the shop as the project's one datasource, too. */
    public static SampleApps on(Platform platform, TestShop shop) {
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
        SampleApps apps = new SampleApps();
        for (String root : List.of("apps-js", "apps-compiled")) {
            try (Stream<Path> folders = Files.list(Path.of(root))) {
                folders.filter(Files::isDirectory)
                        .sorted()
                        .forEach(folder -> apps.installed.add(platform.installer.install(
                                platform.admin, platform.project, NewInstall.of(zip(platform, folder)))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return apps;
    }

    private static byte[] zip(Platform platform, Path folder) {
        return switch (new PackageReader(platform.limits, "1.0.0").read(folder)) {
            case ReadResult.Verified verified -> PackageWriter.zip(verified.appPackage());
            case ReadResult.Rejected rejected -> throw new AssertionError(rejected.findings());
        };
    }

    public List<InstalledApp> all() {
        return List.copyOf(installed);
    }

    public InstalledApp app(String slug) {
        return installed.stream()
                .filter(app -> app.slug().equals(slug))
                .findFirst()
                .orElseThrow();
    }

    /** The inputs one after the other, and again. */
    public static String input(InstalledApp app, int round) {
        String slug = app.slug().startsWith("row-counts") ? "row-counts" : app.slug();
        List<String> inputs = INPUTS.getOrDefault(slug, List.of("{}"));
        return inputs.get(round % inputs.size());
    }
}
