package ai.ekaya.install;

import ai.ekaya.catalog.CatalogVersion;
import ai.ekaya.catalog.Catalogs;
import ai.ekaya.catalog.Revoked;
import ai.ekaya.pack.SemanticVersion;
import ai.ekaya.store.Transaction;
import java.util.Comparator;
import java.util.Optional;

/** Which version of a catalog an app could be updated to. */
final class NewerVersions {
    private NewerVersions() {}

    /** The newest that is newer than the app and revoked by no catalog; pre-releases are for those who have one. */
    static Optional<CatalogVersion> of(Transaction transaction, Catalogs.Found found, InstalledApp app) {
        Optional<SemanticVersion> now = SemanticVersion.parse(app.version());
        return found.app().versions().stream()
                .filter(version ->
                        now.filter(installed -> isNewer(version, installed)).isPresent())
                .filter(version -> found.source().revocation(version).isEmpty()
                        && Revoked.of(transaction, version.packageHash()).isEmpty())
                .max(Comparator.comparing(NewerVersions::order));
    }

    private static boolean isNewer(CatalogVersion version, SemanticVersion now) {
        return SemanticVersion.parse(version.version())
                .filter(other -> other.compareTo(now) > 0
                        && (other.preRelease().isEmpty() || !now.preRelease().isEmpty()))
                .isPresent();
    }

    private static SemanticVersion order(CatalogVersion version) {
        return SemanticVersion.parse(version.version()).orElseThrow();
    }
}
