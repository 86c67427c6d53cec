package ai.ekaya.pack;

import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The check of one package whose paths and sizes are known to be good: hash first, then each file, then what they say together. */
final class PackageCheck {
    private final SortedMap<String, byte[]> files = new TreeMap<>(PackagePath.ORDER);
    private final Limits limits;
    private final SemanticVersion engineVersion;
    private final Findings findings;
    private final StrictJson strictJson;
    private final Schemas schemas;

    /** Whether the author's schemas are looked at now, or by who applies them: {@link ArgumentSchema}, {@link SettingsSchema}. */
    enum Schemas {
        CHECKED,
        WHEN_APPLIED
    }

    PackageCheck(
            Map<String, byte[]> files,
            Limits limits,
            SemanticVersion engineVersion,
            Schemas schemas,
            Findings findings) {
        this.schemas = schemas;
        this.files.putAll(files);
        this.limits = limits;
        this.engineVersion = engineVersion;
        this.findings = findings;
        this.strictJson = new StrictJson(limits);
    }

    ReadResult result() {
        PackageHash hash = PackageHash.of(files);
        Optional<Manifest> manifest = manifest();
        Optional<Capabilities> capabilities = capabilities();
        Optional<AppPackage.Code> code = CodeFile.read(files, limits, findings);
        List<AppPackage.Migration> migrations = MigrationFiles.read(files, findings);
        Optional<String> ui = json(PackagePath.UI, Schema.UI).map(JsonNode::toString);
        Optional<Sample> sample = json(PackagePath.SAMPLE, Schema.SAMPLE).map(Sample::read);
        checkTexts();
        checkTests(capabilities);
        if (manifest.isPresent() && capabilities.isPresent()) {
            checkTogether(manifest.get(), capabilities.get(), code);
            sample.ifPresent(data -> checkSample(data, manifest.get(), capabilities.get()));
        }
        if (findings.any() || manifest.isEmpty() || capabilities.isEmpty() || code.isEmpty()) {
            return findings.rejected();
        }
        return new ReadResult.Verified(new AppPackage(
                hash,
                manifest.get(),
                AskedLimits.folded(capabilities.get(), manifest.get().execution()),
                code.get(),
                migrations,
                ui,
                Collections.unmodifiableSortedMap(files)));
    }

    private Optional<Manifest> manifest() {
        if (!files.containsKey(PackagePath.MANIFEST)) {
            findings.add(PackagePath.MANIFEST, "The file is missing, expected it at the top of the package");
            return Optional.empty();
        }
        Optional<JsonNode> json = json(PackagePath.MANIFEST, Schema.MANIFEST);
        json.ifPresent(this::checkManifest);
        return json.map(ManifestJson::read);
    }

    private Optional<Capabilities> capabilities() {
        if (!files.containsKey(PackagePath.CAPABILITIES)) {
            return Optional.of(Capabilities.NOTHING);
        }
        return json(PackagePath.CAPABILITIES, Schema.CAPABILITIES).map(CapabilitiesJson::read);
    }

    private Optional<JsonNode> json(String path, Schema schema) {
        byte[] bytes = files.get(path);
        return bytes == null
                ? Optional.empty()
                : strictJson.parse(path, bytes, findings).filter(json -> schema.check(path, json, findings));
    }

    private void checkManifest(JsonNode json) {
        ManifestJson.text(json, "version").ifPresent(version -> checkVersion("version", version));
        ManifestJson.text(json, "minEngineVersion").ifPresent(this::checkEngine);
        ManifestJson.text(json, "hash").ifPresent(this::checkHash);
        if (schemas == Schemas.CHECKED) {
            checkSchemas(json);
        }
        Manifest manifest = ManifestJson.read(json);
        checkAliases(manifest);
        checkTriggers(manifest);
    }

    private void checkSchemas(JsonNode json) {
        if (json.has("settings")) {
            SchemaForm.check(PackagePath.MANIFEST + "#/settings", json.get("settings"), SchemaForm::problems, findings);
        }
        for (int index = 0; index < json.path("exports").size(); index++) {
            JsonNode export = json.path("exports").get(index);
            if (export.has("inputSchema")) {
                SchemaForm.check(
                        PackagePath.MANIFEST + "#/exports/" + index + "/inputSchema",
                        export.get("inputSchema"),
                        ExportSchema::problems,
                        findings);
            }
        }
    }

    private Optional<SemanticVersion> checkVersion(String key, String text) {
        Optional<SemanticVersion> version = SemanticVersion.parse(text);
        if (version.isEmpty()) {
            findings.add(
                    PackagePath.MANIFEST + "#/" + key,
                    "This is '" + Excerpt.of(text) + "', expected a semantic version such as 1.2.3 or 2.0.0-beta.1");
        }
        return version;
    }

    private void checkEngine(String text) {
        checkVersion("minEngineVersion", text)
                .filter(asked -> asked.compareTo(engineVersion) > 0)
                .ifPresent(asked -> findings.add(
                        PackagePath.MANIFEST + "#/minEngineVersion",
                        "The app needs Ekaya " + text + " or newer, this server is " + engineVersion));
    }

    private void checkHash(String stated) {
        CodeFile.bytes(files)
                .map(bytes -> "blake3:" + PackageHash.blake3(bytes))
                .ifPresent(actual -> {
                    if (!actual.equals(stated)) {
                        findings.add(
                                PackagePath.MANIFEST + "#/hash",
                                "The hash is " + stated + ", but the app file's is " + actual);
                    }
                });
    }

    private void checkAliases(Manifest manifest) {
        List<String> aliases = manifest.datasources().stream()
                .map(Manifest.DatasourceSlot::alias)
                .toList();
        if (Set.copyOf(aliases).size() != aliases.size()) {
            findings.add(PackagePath.MANIFEST + "#/datasources", "An alias occurs twice, expected each once");
        }
        List<String> tools =
                manifest.exports().stream().map(Manifest.Export::tool).toList();
        if (Set.copyOf(tools).size() != tools.size()) {
            findings.add(PackagePath.MANIFEST + "#/exports", "A tool occurs twice, expected each once");
        }
    }

    private void checkTriggers(Manifest manifest) {
        if (manifest.execution().triggers().contains(Manifest.Trigger.SCHEMA_REFRESHED)
                && manifest.datasources().isEmpty()) {
            findings.add(
                    PackagePath.MANIFEST + "#/execution/triggers",
                    "The app is woken by schema.refreshed and has no datasource, expected one in 'datasources'");
        }
    }

    private void checkTests(Optional<Capabilities> capabilities) {
        PackageTestCheck check = new PackageTestCheck(limits, findings);
        List<String> tests = files.keySet().stream()
                .filter(path -> PackagePath.TEST.matcher(path).matches())
                .toList();
        for (String path : tests) {
            Optional<JsonNode> json = json(path, Schema.TEST);
            if (schemas == Schemas.CHECKED) {
                json.ifPresent(test -> check.codes(path, test));
                json.ifPresent(test -> capabilities.ifPresent(asked -> check.calls(path, test, asked)));
            }
        }
        if (schemas == Schemas.CHECKED) {
            check.count(tests.size());
        }
    }

    private void checkTexts() {
        if (files.containsKey(PackagePath.ICON)) {
            SvgIcon.check(files.get(PackagePath.ICON), findings);
        }
        byte[] readme = files.get(PackagePath.README);
        if (readme != null && Utf8.decode(readme).isEmpty()) {
            findings.add(PackagePath.README, "The file is not UTF-8");
        }
    }

    private void checkTogether(Manifest manifest, Capabilities capabilities, Optional<AppPackage.Code> code) {
        for (String function : manifest.hostFunctions()) {
            if (!capabilities.hostFunctions().contains(function)) {
                findings.add(
                        PackagePath.MANIFEST + "#/hostFunctions",
                        "The manifest names " + Excerpt.of(function)
                                + ", which is not in capabilities.json#/hostFunctions: "
                                + capabilities.hostFunctions().stream().sorted().toList());
            }
        }
        Set<String> credentials = Set.copyOf(capabilities.credentials().stream()
                .map(Capabilities.Credential::id)
                .toList());
        for (Capabilities.HttpRule rule : capabilities.http()) {
            checkCredential(rule, credentials);
        }
        AskedLimits asked = new AskedLimits(limits, findings);
        asked.checkMost(manifest, capabilities.limits());
        asked.checkLeast(manifest, capabilities.limits(), code);
    }

    /** What nobody could try would only be noticed by who does. */
    private void checkSample(Sample sample, Manifest manifest, Capabilities capabilities) {
        sample.host().stream()
                .map(Sample.Call::function)
                .distinct()
                .filter(function -> !capabilities.hostFunctions().contains(function))
                .forEach(
                        function -> findings.add(
                                PackagePath.SAMPLE + "#/host",
                                "The sample answers " + function
                                        + ", which is not in capabilities.json#/hostFunctions: add it there, or take the answer away"));
        if (schemas == Schemas.CHECKED) {
            new SettingsSchema(manifest)
                    .problems(sample.settings())
                    .forEach(problem -> findings.add(
                            PackagePath.SAMPLE + "#/settings", problem.where() + ": " + problem.message()));
        }
    }

    private void checkCredential(Capabilities.HttpRule rule, Set<String> declared) {
        if (rule.credential().isEmpty()) {
            return;
        }
        String id = rule.credential().get();
        if (!declared.contains(id)) {
            findings.add(
                    PackagePath.CAPABILITIES + "#/http",
                    "The rule for " + rule.host() + " names the credential " + id
                            + ", which #/credentials does not declare");
        }
        if (rule.isWildcard() || rule.scheme() != Capabilities.Scheme.HTTPS) {
            findings.add(
                    PackagePath.CAPABILITIES + "#/http",
                    "The rule for " + rule.text() + " names the credential " + id
                            + ", which goes only to one host by https, expected a host without * and https");
        }
    }
}
