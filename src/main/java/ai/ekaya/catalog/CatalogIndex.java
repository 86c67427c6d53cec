package ai.ekaya.catalog;

import java.util.List;
import java.util.Optional;

/** What {@code index.json} says: a catalog's apps. */
record CatalogIndex(String name, String title, List<CatalogApp> apps) {
    static final String FILE = "index.json";

    CatalogIndex {
        apps = List.copyOf(apps);
    }

    Optional<CatalogApp> find(String app) {
        return apps.stream().filter(one -> one.id().equals(app)).findFirst();
    }
}
