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
    private final ConsentChecks consent;

    @Inject
    public CatalogInstalls(
            ProjectCatalogs catalogs,
            Ceilings ceilings,
            InstalledApps apps,
            Installer installer,
            AppUpdates updates,
            ConsentChecks consent) {
        this.catalogs = catalogs;
        this.ceilings = ceilings;
        this.apps = apps;
        this.installer = installer;
        this.updates = updates;
        this.consent = consent;
    }

    /**
     * What is asked for.
     *
     * @param catalog as {@code GET /catalog} names it, or {@code private} for what the project has published
     * @param id of the app in the catalog; of an update the installed app's own where it is silent
     * @param packageHash of what was agreed to; another package is refused. Null for whatever the version is
     * @param slug null for the package's id; not looked at for updates
     * @param grant as capabilities.json; null for what the package asks for
     */
    public record Asked(
            @Nullable String catalog,
            @Nullable String id,
            @Nullable String version,
            @Nullable String packageHash,
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

    /** What there is to agree to before it is installed; nothing is done, and no ceiling looked at. */
    ConsentView check(Principal by, ProjectId project, Asked asked) {
        Access.require(by, Action.INSTALL_APP, project);
        return consent.of(project, asked(had(project, asked, Optional.empty()), asked));
    }

    /** As {@link #check(Principal, ProjectId, Asked)}, before an update. */
    ConsentView check(Principal by, ProjectId project, String app, Asked asked) {
        Access.require(by, Action.INSTALL_APP, project);
        InstalledApp found = apps.require(project, app);
        return updates.check(
                by, project, found.slug(), asked(had(project, asked, Optional.of(found.packageId())), asked));
    }

    private CatalogPackage had(ProjectId project, Asked asked, Optional<String> installed) {
        return catalogs.have(
                project,
                needed("catalog", asked.catalog()),
                installed.filter(id -> asked.id() == null).orElseGet(() -> needed("id", asked.id())),
                needed("version", asked.version()));
    }

    private NewInstall found(ProjectId project, Asked asked, Optional<String> installed) {
        CatalogPackage had = had(project, asked, installed);
        requireAgreed(had, asked.packageHash());
        List<String> above = ceilings.of(had.trust()).exceeds(had.appPackage());
        if (!above.isEmpty()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    String.join("; ", above) + "; a platform admin may raise that at /catalog/trust/"
                            + had.trust().text());
        }
        return asked(had, asked);
    }

    /** SECURITY: people agree to a package, not to a name that may mean another one by now. UpdatesApiIT. */
    private static void requireAgreed(CatalogPackage had, @Nullable String agreed) {
        String hash = had.version().packageHash().toString();
        if (agreed != null && !agreed.equals(hash)) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "Version " + had.version().version() + " in the catalog is package " + hash
                            + ", which is not the one that 'packageHash' names; look at it again");
        }
    }

    private static NewInstall asked(CatalogPackage had, Asked asked) {
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
