package ai.ekaya.catalog;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalogs that a project has: those of the server, which are every project's, and its own, {@code private}. Thread-safe. */
@Singleton
public final class ProjectCatalogs {
    private final Catalogs catalogs;
    private final PrivateCatalogs own;

    @Inject
    public ProjectCatalogs(Catalogs catalogs, PrivateCatalogs own) {
        this.catalogs = catalogs;
        this.own = own;
    }

    /** The project's own last: who names no catalog gets no app of a member in place of one that is part of the server. */
    public List<AppSource> all(ProjectId project) {
        return Stream.concat(catalogs.all().stream(), Stream.of(own.of(project)))
                .toList();
    }

    List<Catalogs.Found> search(ProjectId project, CatalogSearch search) {
        return Catalogs.search(all(project), search);
    }

    /**
     * @param catalog the first that has such an app where it is silent
     * @throws Refusal {@code NOT_FOUND}
     */
    public Catalogs.Found require(ProjectId project, Optional<String> catalog, String app) {
        return Catalogs.require(all(project), catalog, app);
    }

    /** As {@link Catalogs#have(String, String, String)}, also out of {@code private}. */
    public CatalogPackage have(ProjectId project, String catalog, String app, String version) {
        Catalogs.Found found = require(project, Optional.of(catalog), app);
        return catalogs.have(found.source(), found.app(), found.require(version));
    }
}
