package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.pack.PackageReader;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** All catalogs of this server, and packages out of them. Thread-safe. */
@Singleton
public final class Catalogs {
    private final BundledSource bundled;
    private final SignedSources signed;
    private final ReviewedPackages reviewed;
    private final PackageIntake intake;

    @Inject
    Catalogs(BundledSource bundled, SignedSources signed, ReviewedPackages reviewed, PackageReader reader) {
        this.bundled = bundled;
        this.signed = signed;
        this.reviewed = reviewed;
        this.intake = new PackageIntake(reader);
    }

    /** An app, and the catalog that it is of: two catalogs may each have one of a name, which are two apps. */
    public record Found(AppSource source, CatalogApp app) {
        /** The newest that is not revoked, else the newest. */
        public CatalogVersion newest() {
            return app.versions().stream()
                    .filter(version -> source.revocation(version).isEmpty())
                    .findFirst()
                    .orElse(app.versions().get(0));
        }

        /** @throws Refusal {@code NOT_FOUND} */
        public CatalogVersion require(String version) {
            return app.version(version)
                    .orElseThrow(
                            () -> new Refusal(RefusalCode.NOT_FOUND, "The app has no such version in this catalog"));
        }
    }

    /** What is part of this server first, what its reviewers published last. */
    public List<AppSource> all() {
        return Stream.of(Stream.of(bundled), signed.all().stream(), Stream.of(reviewed.source()))
                .<AppSource>flatMap(sources -> sources)
                .toList();
    }

    /** By catalog, in their order, and then by id. */
    List<Found> search(CatalogSearch search) {
        return search(all(), search);
    }

    static List<Found> search(List<AppSource> sources, CatalogSearch search) {
        return sources.stream()
                .flatMap(source -> source.apps().stream()
                        .sorted(Comparator.comparing(CatalogApp::id))
                        .map(app -> new Found(source, app)))
                .filter(search::matches)
                .toList();
    }

    /**
     * @param catalog the first that has such an app where it is silent
     * @throws Refusal {@code NOT_FOUND}
     */
    public Found require(Optional<String> catalog, String app) {
        return require(all(), catalog, app);
    }

    static Found require(List<AppSource> sources, Optional<String> catalog, String app) {
        return sources.stream()
                .filter(source ->
                        catalog.filter(name -> !name.equals(source.name())).isEmpty())
                .flatMap(source -> source.apps().stream()
                        .filter(one -> one.id().equals(app))
                        .map(one -> new Found(source, one)))
                .findFirst()
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "There is no such app in the catalog"));
    }

    /** The app of that catalog; empty where there is none, or no such catalog. */
    public Optional<Found> find(String catalog, String app) {
        return all().stream()
                .filter(source -> source.name().equals(catalog))
                .flatMap(source -> source.apps().stream()
                        .filter(one -> one.id().equals(app))
                        .map(one -> new Found(source, one)))
                .findFirst();
    }

    /** How long this very package may be used before it is bought, as the first catalog says that lists it; empty for one that is free. */
    public OptionalInt trialDays(String app, PackageHash hash) {
        return all().stream()
                .flatMap(source -> source.apps().stream())
                .filter(one -> one.id().equals(app)
                        && one.versions().stream()
                                .anyMatch(version -> version.packageHash().equals(hash)))
                .findFirst()
                .map(CatalogApp::trialDays)
                .orElse(OptionalInt.empty());
    }

    /**
     * Fetches a package, or takes it from what was fetched before, and checks all that is known of it: metadata, length and SHA-256, the
     * publisher's signature, the package itself, and that it is what the catalog told.
     *
     * @throws Refusal {@code NOT_FOUND}; {@code CONFLICT} for a revoked version; {@code UNAVAILABLE} while nothing can be had;
     *     {@code UPSTREAM} and {@code BAD_ARGUMENT} for a package that is not what was promised, or none
     */
    public CatalogPackage have(String catalog, String app, String version) {
        Found found = require(Optional.of(catalog), app);
        return have(found.source(), found.app(), found.require(version));
    }

    /** As {@link #have(String, String, String)}, from a catalog that is not every project's. */
    public CatalogPackage have(AppSource source, CatalogApp app, CatalogVersion version) {
        source.revocation(version).ifPresent(revocation -> {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "The catalog revoked version " + version.version() + " of this app on " + revocation.since() + ": "
                            + revocation.reason());
        });
        byte[] zip = source.packageFile(version);
        return new CatalogPackage(source.name(), app, version, source.trust(app), zip, intake.open(app, version, zip));
    }
}
