package ai.ekaya.catalog;

import ai.ekaya.pack.PackageHash;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code index.json} says: a catalog's apps. */
record CatalogIndex(String name, String title, List<CatalogApp> apps) {
    static final String FILE = "index.json";

    CatalogIndex {
        apps = List.copyOf(apps);
    }

    /** Of all versions. */
    Set<PackageHash> packages() {
        return apps.stream()
                .flatMap(app -> app.versions().stream())
                .map(CatalogVersion::packageHash)
                .collect(Collectors.toUnmodifiableSet());
    }

    Optional<CatalogApp> find(String app) {
        return apps.stream().filter(one -> one.id().equals(app)).findFirst();
    }
}
