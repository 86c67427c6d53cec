package ai.ekaya.catalog;

import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a catalog tells of a package that nobody described otherwise. */
final class PackageTexts {
    private static final int SUMMARY_CHARS_MAX = 200;

    private PackageTexts() {}

    /** One line. */
    static String summary(AppPackage app) {
        Manifest manifest = app.manifest();
        return manifest.description()
                .lines()
                .findFirst()
                .map(line -> line.length() <= SUMMARY_CHARS_MAX ? line : line.substring(0, SUMMARY_CHARS_MAX - 1) + "…")
                .orElse(manifest.name());
    }

    static String description(AppPackage app) {
        return Optional.ofNullable(app.files().get("README.md"))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse(app.manifest().description());
    }

    static Set<String> tools(AppPackage app) {
        return app.manifest().exports().stream().map(Manifest.Export::tool).collect(Collectors.toSet());
    }
}
