package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.SemanticVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Packages that were published on this server, as it was when this was made. Thread-safe. */
final class PublishedSource implements AppSource {
    private final String name;
    private final List<CatalogApp> apps;
    private final Map<String, Revocation> withdrawn = new TreeMap<>();
    private final Function<CatalogVersion, byte[]> bytes;

    PublishedSource(String name, List<PublishedPackage> packages, Function<CatalogVersion, byte[]> bytes) {
        this.name = name;
        Map<String, List<PublishedPackage>> byApp = new TreeMap<>();
        for (PublishedPackage one : packages) {
            byApp.computeIfAbsent(one.id(), id -> new ArrayList<>()).add(one);
            one.withdrawn()
                    .ifPresent(why -> withdrawn.put(one.version().packageHash().hex(), why));
        }
        this.apps = byApp.values().stream().map(PublishedSource::app).toList();
        this.bytes = bytes;
    }

    private static CatalogApp app(List<PublishedPackage> versions) {
        versions.sort(Comparator.comparing(PublishedSource::order).reversed());
        PublishedPackage newest = versions.get(0);
        return new CatalogApp(
                newest.id(),
                newest.name(),
                newest.summary(),
                newest.description(),
                newest.publisher(),
                newest.category().isEmpty() ? List.of() : List.of(newest.category()),
                newest.licence(),
                Optional.empty(),
                List.of(),
                versions.stream().map(PublishedPackage::version).toList());
    }

    private static SemanticVersion order(PublishedPackage one) {
        return SemanticVersion.parse(one.version().version()).orElseThrow();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SourceState state() {
        return SourceState.always();
    }

    @Override
    public List<CatalogApp> apps() {
        return apps;
    }

    @Override
    public TrustLevel trust(CatalogApp app) {
        return app.publisher().trust();
    }

    /** Of a version that was withdrawn: it can be had no more. */
    @Override
    public Optional<Revocation> revocation(CatalogVersion version) {
        return Optional.ofNullable(withdrawn.get(version.packageHash().hex()));
    }

    @Override
    public byte[] packageFile(CatalogVersion version) {
        return bytes.apply(version);
    }

    @Override
    public byte[] picture(String file) {
        throw new Refusal(RefusalCode.NOT_FOUND, "The app has no such picture");
    }
}
