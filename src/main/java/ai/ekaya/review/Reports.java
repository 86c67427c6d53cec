package ai.ekaya.review;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.catalog.CatalogVersion;
import ai.ekaya.install.PackageSteps;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.EffectiveLimits;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.studio.DraftCheck;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Makes the reports that reviewers read. The same package on the same server gives the same report, byte for byte. Thread-safe. */
@Singleton
public final class Reports {
    private final DraftCheck check;
    private final AppDatabases databases;
    private final Limits limits;

    @Inject
    public Reports(DraftCheck check, AppDatabases databases, Limits limits) {
        this.check = check;
        this.databases = databases;
        this.limits = limits;
    }

    /** @param licence as the submitter names it */
    Report of(AppPackage app, byte[] zip, String licence) {
        Found found = new Found();
        for (ReadResult.Finding finding : check.findings(new ReadResult.Verified(app))) {
            found.warning("check", finding.where(), finding.message());
        }
        List<String> imports = code(app, found);
        texts(app, found);
        CapabilityLook.at(app, limits, found);
        tables(app, found);
        ContentLook.at(app, found);
        Manifest manifest = app.manifest();
        return new Report(
                1,
                Report.CAUTION,
                manifest.id(),
                manifest.version(),
                app.hash().toString(),
                manifest.name(),
                manifest.author(),
                licence,
                CatalogVersion.Runtime.of(app).text(),
                app.capabilities().effects().stream()
                        .map(line -> new Report.Line(line.effect(), line.text()))
                        .toList(),
                manifest.exports().stream().map(Manifest.Export::tool).sorted().toList(),
                imports,
                limits(app),
                app.files().keySet().stream()
                        .filter(path -> path.startsWith("tests/"))
                        .sorted()
                        .toList(),
                bytes(app, zip),
                found.all());
    }

    private static List<String> code(AppPackage app, Found found) {
        return switch (app.code()) {
            case AppPackage.Code.JavaScript(SortedMap<String, String> files) -> {
                files.forEach((path, source) -> ScriptLook.at(path, source, found));
                yield List.of();
            }
            case AppPackage.Code.WebAssembly(byte[] module) ->
                ModuleLook.imports(ModuleLook.at(
                        module, DraftCheck.wireNames(), app.capabilities().hostFunctions(), found));
        };
    }

    private static void texts(AppPackage app, Found found) {
        Set<Capabilities.HttpRule> rules = Set.copyOf(app.capabilities().http());
        TextLook look = new TextLook(found, host -> rules.stream().anyMatch(rule -> rule.allowsHost(host)));
        app.files().forEach((path, bytes) -> {
            look.keys(path, bytes);
            if (!path.endsWith(".wasm") && !path.endsWith(".sig")) {
                boolean isCode = path.endsWith(".js") || path.endsWith(".sql");
                look.at(path, new String(bytes, StandardCharsets.UTF_8), isCode);
            }
        });
    }

    /** What an installation would refuse, each script for itself. */
    private void tables(AppPackage app, Found found) {
        for (AppPackage.Migration migration : app.migrations()) {
            try {
                PackageSteps.checkMigration(databases, migration);
            } catch (Refusal refusal) {
                found.high(
                        "tables",
                        "migration " + migration.number(),
                        "Is refused when it is installed: " + refusal.reason());
            }
        }
    }

    private Map<String, String> limits(AppPackage app) {
        EffectiveLimits has = app.effectiveLimits(limits);
        Map<String, String> words = new LinkedHashMap<>();
        words.put("memory", Quantity.ofBytes(has.memoryBytes()));
        words.put("fuel", String.valueOf(has.fuel()));
        words.put("timeout", Quantity.ofDuration(has.timeout()));
        words.put("hostCalls", String.valueOf(has.hostCalls()));
        return words;
    }

    private static Map<String, Long> bytes(AppPackage app, byte[] zip) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        List.of("code", "migrations", "tests", "other").forEach(part -> bytes.put(part, 0L));
        app.files().forEach((path, file) -> bytes.merge(part(path), (long) file.length, Long::sum));
        bytes.put("packed", (long) zip.length);
        return bytes;
    }

    private static String part(String path) {
        if (path.endsWith(".js") || path.endsWith(".wasm")) {
            return "code";
        }
        if (path.endsWith(".sql")) {
            return "migrations";
        }
        return path.startsWith("tests/") ? "tests" : "other";
    }

    static String json(Report report) {
        try {
            return Json.mapper().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report could not be written", e);
        }
    }
}
