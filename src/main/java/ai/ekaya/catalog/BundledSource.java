package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.ReadResult;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The apps that are part of this server: what they are is as certain as the server itself. Read when they are first asked for. Thread-safe. */
@Singleton
final class BundledSource implements AppSource {
    static final String NAME = "bundled";
    private static final String FOLDER = "/ai/ekaya/catalog/bundled/";

    private final PackageReader reader;
    private Optional<List<CatalogApp>> read = Optional.empty();

    @Inject
    BundledSource(PackageReader reader) {
        this.reader = reader;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SourceState state() {
        return SourceState.always();
    }

    @Override
    public synchronized List<CatalogApp> apps() {
        if (read.isEmpty()) {
            List<CatalogApp> apps = new ArrayList<>();
            for (String file : names()) {
                apps.add(app(file));
            }
            read = Optional.of(List.copyOf(apps));
        }
        return read.get();
    }

    private static List<String> names() {
        return resource("index")
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
                .orElse(List.of());
    }

    private static Optional<byte[]> resource(String file) {
        try (InputStream in = BundledSource.class.getResourceAsStream(FOLDER + file)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the bundled " + file, e);
        }
    }

    private CatalogApp app(String file) {
        byte[] zip = resource(file).orElseThrow(() -> new IllegalStateException("The bundled " + file + " is missing"));
        return switch (reader.read(zip)) {
            case ReadResult.Verified verified -> app(file, verified.appPackage());
            case ReadResult.Rejected rejected ->
                throw new IllegalStateException("The bundled " + file + " is no good package: " + rejected.findings());
        };
    }

    private static CatalogApp app(String file, AppPackage app) {
        Manifest manifest = app.manifest();
        CatalogVersion version = new CatalogVersion(
                manifest.version(),
                Optional.empty(),
                "",
                file,
                app.hash(),
                CatalogVersion.Runtime.of(app),
                app.capabilities(),
                PackageTexts.tools(app),
                Optional.empty());
        return new CatalogApp(
                manifest.id(),
                manifest.name(),
                PackageTexts.summary(app),
                PackageTexts.description(app),
                new Publisher("ekaya", "Ekaya", Optional.empty(), TrustLevel.FIRST_PARTY, Map.of()),
                manifest.category().isEmpty() ? List.of() : List.of(manifest.category()),
                "As this server",
                Optional.empty(),
                List.of(),
                List.of(version));
    }

    @Override
    public TrustLevel trust(CatalogApp app) {
        return TrustLevel.FIRST_PARTY;
    }

    @Override
    public Optional<Revocation> revocation(CatalogVersion version) {
        return Optional.empty();
    }

    @Override
    public byte[] packageFile(CatalogVersion version) {
        return resource(version.file())
                .orElseThrow(() -> new IllegalStateException("The bundled " + version.file() + " is missing"));
    }

    @Override
    public OptionalLong packageBytes(CatalogVersion version) {
        return OptionalLong.of(packageFile(version).length);
    }

    @Override
    public byte[] picture(String file) {
        throw new Refusal(RefusalCode.NOT_FOUND, "The app has no such picture");
    }
}
