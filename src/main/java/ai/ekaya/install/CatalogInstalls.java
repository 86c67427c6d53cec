package ai.ekaya.install;

import ai.ekaya.catalog.CatalogPackage;
import ai.ekaya.catalog.Catalogs;
import ai.ekaya.catalog.Ceilings;
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
    private final Catalogs catalogs;
    private final Ceilings ceilings;
    private final InstalledApps apps;
    private final Installer installer;
    private final AppUpdates updates;
    private final ConsentChecks consent;

    @Inject
    public CatalogInstalls(
            Catalogs catalogs,
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
     * @param catalog as {@code GET /catalog} names it
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

    InstalledApp install(Principal by, ProjectId project, Asked asked) {
        // Nothing is fetched for who may not have it.
        Access.require(by, Action.INSTALL_APP, project);
        return installer.install(by, project, found(asked, Optional.empty()));
    }

    Updated update(Principal by, ProjectId project, String app, Asked asked) {
        Access.require(by, Action.INSTALL_APP, project);
        InstalledApp found = apps.require(project, app);
        return updates.update(by, project, found.slug(), found(asked, Optional.of(found.packageId())));
    }

    /** What there is to agree to before it is installed; nothing is done, and no ceiling looked at. */
    ConsentView check(Principal by, ProjectId project, Asked asked) {
        Access.require(by, Action.INSTALL_APP, project);
        return consent.of(project, asked(had(asked, Optional.empty()), asked));
    }

    /** As {@link #check(Principal, ProjectId, Asked)}, before an update. */
    ConsentView check(Principal by, ProjectId project, String app, Asked asked) {
        Access.require(by, Action.INSTALL_APP, project);
        InstalledApp found = apps.require(project, app);
        return updates.check(by, project, found.slug(), asked(had(asked, Optional.of(found.packageId())), asked));
    }

    private CatalogPackage had(Asked asked, Optional<String> installed) {
        return catalogs.have(
                needed("catalog", asked.catalog()),
                installed.filter(id -> asked.id() == null).orElseGet(() -> needed("id", asked.id())),
                needed("version", asked.version()));
    }

    private NewInstall found(Asked asked, Optional<String> installed) {
        CatalogPackage had = had(asked, installed);
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
                settings == null ? Json.mapper().createObjectNode() : settings);
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
