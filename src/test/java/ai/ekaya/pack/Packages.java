package ai.ekaya.pack;

import ai.ekaya.limits.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Packages for tests: {@code Packages.minimal().with("ui.json", "{…}")}. Changed in place. */
public final class Packages {
    private final Map<String, byte[]> files = new TreeMap<>();

    private Packages() {}

    /** The least that is a package: a manifest and a script. */
    public static Packages minimal() {
        return new Packages()
                .with("manifest.json", "{\"id\": \"my-app\", \"name\": \"My app\", \"version\": \"1.2.3\"}")
                .with("app.js", "export default async function () { return {}; }\n");
    }

    public Packages with(String path, String text) {
        return with(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public Packages with(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    public Packages without(String path) {
        files.remove(path);
        return this;
    }

    /** A manifest with more keys, as {@code "\"author\": \"me\""}. */
    public Packages manifest(String keys) {
        return with(
                "manifest.json", "{\"id\": \"my-app\", \"name\": \"My app\", \"version\": \"1.2.3\", " + keys + "}");
    }

    /** The same with another version in its manifest as it is so far. */
    public Packages version(String version) {
        String manifest = new String(files.get("manifest.json"), StandardCharsets.UTF_8);
        return with(
                "manifest.json", manifest.replaceFirst("\"version\": \"[^\"]*\"", "\"version\": \"" + version + "\""));
    }

    public Packages allowing(String... hostFunctions) {
        String names = String.join("\", \"", hostFunctions);
        return with("capabilities.json", "{\"hostFunctions\": [\"" + names + "\"]}");
    }

    public Map<String, byte[]> files() {
        return new TreeMap<>(files);
    }

    public byte[] zip() {
        return rawZip().bytes();
    }

    RawZip rawZip() {
        RawZip zip = new RawZip();
        files.forEach((path, bytes) -> zip.add(RawZip.file(path, bytes)));
        return zip;
    }

    ReadResult read() {
        return read(zip());
    }

    static ReadResult read(byte[] zip) {
        return new PackageReader(Limits.defaults(), "1.0.0").read(zip);
    }

    /** The package, or an error that lists the findings. */
    public AppPackage verified() {
        return verified(read());
    }

    static AppPackage verified(ReadResult result) {
        return switch (result) {
            case ReadResult.Verified verified -> verified.appPackage();
            case ReadResult.Rejected rejected -> throw new AssertionError(rejected.findings());
        };
    }

    List<String> refusals() {
        return refusals(read());
    }

    /** Each finding as {@code where: message}; none for a verified package. */
    static List<String> refusals(ReadResult result) {
        return switch (result) {
            case ReadResult.Verified verified -> List.of();
            case ReadResult.Rejected rejected ->
                rejected.findings().stream()
                        .map(finding -> finding.where() + ": " + finding.message())
                        .toList();
        };
    }
}
