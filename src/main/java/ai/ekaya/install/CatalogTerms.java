package ai.ekaya.install;

import ai.ekaya.catalog.Catalogs;
import ai.ekaya.pack.PackageHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.OptionalInt;

/** As catalogs say, by whatever way a package came here. Thread-safe. */
@Singleton
final class CatalogTerms implements TrialTerms {
    private final Catalogs catalogs;

    @Inject
    CatalogTerms(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    @Override
    public OptionalInt days(String packageId, PackageHash hash) {
        return catalogs.trialDays(packageId, hash);
    }
}
