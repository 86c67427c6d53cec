package ai.ekaya.install;

import ai.ekaya.catalog.CatalogPackage;
import ai.ekaya.catalog.Ceilings;
import ai.ekaya.catalog.ProjectCatalogs;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Installs and updates apps with packages that a catalog has, within what its trust level may ask for. Thread-safe. */
@Singleton
public final class CatalogInstalls {
    private final ProjectCatalogs catalogs;
    private final Ceilings ceilings;
    private final InstalledApps apps;
    private final Installer installer;
    private final AppUpdates updates;

    @Inject
    public CatalogInstalls(
            ProjectCatalogs catalogs, Ceilings ceilings, InstalledApps apps, Installer installer, AppUpdates updates) {
        this.catalogs = catalogs;
        this.ceilings = ceilings;
        this.apps = apps;
        this.installer = installer;
        this.updates = updates;
    }

    /**
     * What is asked for.
     *
     * @param catalog as {@code GET /catalog} names it, or {@code private} for what the project has published
     * @param id of the app in the catalog; of an update the installed app's own where it is silent
     * @param slug null for the package's id; not looked at for updates
     * @param grant as capabilities.json; null for what the package asks for
     */
    public record Asked(
            @Nullable String catalog,
            @Nullable String id,
            @Nullable String version,
            @Nullable String slug,
            @Nullable ObjectNode grant,
            @Nullable Map<String, String> datasources,
            @Nullable ObjectNode settings) {}

    /** The package that is asked for, to be looked at or tried; nothing is installed. */
    public NewInstall wanted(Principal by, ProjectId project, Asked asked) {
        Access.require(by, Action.INSTALL_APP, project);
        return found(project, asked, Optional.empty());
    }

    InstalledApp install(Principal by, ProjectId project, Asked asked) {
        // Nothing is fetched for who may not have it.
        Access.require(by, Action.INSTALL_APP, project);
        return installer.install(by, project, found(project, asked, Optional.empty()));
    }

    Updated update(Principal by, ProjectId project, String app, Asked asked) {
        Access.require(by, Action.INSTALL_APP, project);
        InstalledApp found = apps.require(project, app);
        return updates.update(by, project, found.slug(), found(project, asked, Optional.of(found.packageId())));
    }

    private NewInstall found(ProjectId project, Asked asked, Optional<String> installed) {
        CatalogPackage had = catalogs.have(
                project,
                needed("catalog", asked.catalog()),
                installed.filter(id -> asked.id() == null).orElseGet(() -> needed("id", asked.id())),
                needed("version", asked.version()));
        List<String> above = ceilings.of(had.trust()).exceeds(had.appPackage());
        if (!above.isEmpty()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    String.join("; ", above) + "; a platform admin may raise that at /catalog/trust/"
                            + had.trust().text());
        }
        ObjectNode settings = asked.settings();
        Map<String, String> datasources = asked.datasources();
        return new NewInstall(
                had.zip(),
                Optional.ofNullable(asked.slug()),
                Optional.ofNullable(asked.grant()).map(Capabilities::fromJson),
                datasources == null ? Map.of() : datasources,
                settings == null ? Json.mapper().createObjectNode() : settings,
                Origin.of(had.trust(), had.catalog()));
    }

    private static String needed(String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + member + "' is missing in the body, expected {catalog, id, version} of GET /catalog/apps");
        }
        return value;
    }
}
