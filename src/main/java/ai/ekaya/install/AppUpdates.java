package ai.ekaya.install;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Updates an app with a package of the same id: same data, same schedule, settings and bindings as far as the new package still has
 * them. Who may, and with which grants, is decided here; {@link Replacement} does it. Thread-safe.
 */
@Singleton
public final class AppUpdates {
    private final Store store;
    private final PackageReader reader;
    private final Datasources datasources;
    private final Replacement replacement;
    private final AuditLog audit;

    @Inject
    public AppUpdates(
            Store store, PackageReader reader, Datasources datasources, Replacement replacement, AuditLog audit) {
        this.store = store;
        this.reader = reader;
        this.datasources = datasources;
        this.replacement = replacement;
        this.audit = audit;
    }

    /**
     * @param asked its slug is not looked at; settings and datasources change what the app has
     * @throws Refusal with the reason; the app is as it was then, and an audit event tells of it
     */
    public InstalledApp update(Principal by, ProjectId project, String app, NewInstall asked) {
        Access.require(by, Action.INSTALL_APP, project);
        List<InstalledApp> apps =
                store.inProject(project.value(), transaction -> InstalledApps.rows(transaction, project)).stream()
                        .map(AppRow::app)
                        .toList();
        InstalledApp found = apps.stream()
                .filter(one -> one.slug().equals(app) || one.id().toString().equals(app))
                .filter(one -> !one.state().isGone())
                .findFirst()
                .orElseThrow(() -> InstalledApps.missing(app));
        Map<String, String> known = new TreeMap<>(Map.of("slug", found.slug()));
        try {
            AppPackage read = PackageSteps.verified(reader.read(asked.packageBytes()));
            known.putAll(PackageFacts.of(read));
            return replacement.put(by, found, next(by, found, apps, read, asked));
        } catch (Refusal refusal) {
            store.transactIn(
                    project.value(),
                    transaction -> audit.append(
                            transaction, PackageFacts.refused(by, project, "app:" + found.id(), refusal, known)));
            throw refusal;
        }
    }

    private NextVersion next(
            Principal by, InstalledApp found, List<InstalledApp> apps, AppPackage read, NewInstall asked) {
        Manifest manifest = read.manifest();
        if (!manifest.id().equals(found.packageId())) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "App '" + found.slug() + "' is of package '" + found.packageId() + "' and the upload is '"
                            + manifest.id() + "'; install that under a slug of its own");
        }
        Capabilities grants = Consent.decide(
                by, found.project(), read.capabilities(), asked.grant(), Consent.standing(apps, manifest.id()));
        ObjectNode settings = Settings.checked(manifest, settings(found, manifest, asked));
        Map<String, DatasourceId> bound = Bindings.of(
                manifest.datasources(), datasources.list(found.project()), bindings(found, manifest, asked));
        return new NextVersion(
                AppVersions.How.UPDATED, read, Optional.of(asked.packageBytes()), grants, settings, bound);
    }

    /** Of the app's settings those that the new package knows, changed by those that came. */
    private static ObjectNode settings(InstalledApp found, Manifest manifest, NewInstall asked) {
        ObjectNode settings = Columns.object();
        found.settings().properties().forEach(one -> {
            if (manifest.settings().path("properties").has(one.getKey())) {
                settings.set(one.getKey(), one.getValue());
            }
        });
        settings.setAll(asked.settings());
        return settings;
    }

    private static Map<String, String> bindings(InstalledApp found, Manifest manifest, NewInstall asked) {
        Map<String, String> bindings = new LinkedHashMap<>();
        manifest.datasources()
                .forEach(slot -> Optional.ofNullable(found.datasources().get(slot.alias()))
                        .ifPresent(id -> bindings.put(slot.alias(), id.toString())));
        bindings.putAll(asked.datasources());
        return bindings;
    }
}
