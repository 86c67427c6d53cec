package ai.ekaya.install;

import ai.ekaya.audit.Actor;
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
import ai.ekaya.pack.PackageHash;
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
 * them. Who may, and with which grants, is decided here: one that asks for more than stands is held until an admin agrees;
 * {@link Replacement} does it. Thread-safe.
 */
@Singleton
public final class AppUpdates {
    private final Store store;
    private final PackageReader reader;
    private final Datasources datasources;
    private final Replacement replacement;
    private final HeldUpdates held;
    private final AuditLog audit;

    @Inject
    public AppUpdates(
            Store store,
            PackageReader reader,
            Datasources datasources,
            Replacement replacement,
            HeldUpdates held,
            AuditLog audit) {
        this.store = store;
        this.reader = reader;
        this.datasources = datasources;
        this.replacement = replacement;
        this.held = held;
        this.audit = audit;
    }

    /** An update that was found right. */
    private record Found(InstalledApp app, AppPackage read, NextVersion next, boolean stands) {}

    /**
     * @param asked its slug is not looked at; settings and datasources change what the app has
     * @throws Refusal with the reason; the app is as it was then, and an audit event tells of it
     */
    public Updated update(Principal by, ProjectId project, String app, NewInstall asked) {
        Access.require(by, Action.INSTALL_APP, project);
        List<InstalledApp> apps = apps(project);
        Asker asker = new Asker(by, by.actor(), Access.may(by, Action.GRANT_TO_APP, project));
        return update(asker, one(apps, app), apps, asked);
    }

    /**
     * In nobody's name: what asks for more than stands waits for an admin.
     *
     * @param app as it was when this was found for it
     * @throws Refusal as {@link #update(Principal, ProjectId, String, NewInstall)}; {@code CONFLICT} when the app is another package by now
     */
    Updated byPolicy(InstalledApp app, NewInstall asked) {
        List<InstalledApp> apps = apps(app.project());
        InstalledApp found = one(apps, app.id().toString());
        if (!found.packageHash().equals(app.packageHash())) {
            throw new Refusal(RefusalCode.CONFLICT, "App '" + found.slug() + "' is another package by now");
        }
        return update(new Asker(found.asOwner(), Actor.SYSTEM, false), found, apps, asked);
    }

    /**
     * Who wants an update.
     *
     * @param owner in whose name the app is woken
     * @param actor whom the audit names
     */
    private record Asker(Principal owner, Actor actor, boolean mayGrant) {}

    private Updated update(Asker by, InstalledApp found, List<InstalledApp> apps, NewInstall asked) {
        Map<String, String> known = new TreeMap<>(Map.of("slug", found.slug()));
        try {
            Found right = found(by.actor(), found, apps, asked, known);
            requireWithinCeiling(found, right.read(), asked);
            return right.stands() || by.mayGrant()
                    ? new Updated.Done(replacement.put(by.owner(), found, right.next()))
                    : new Updated.Held(held.hold(by.actor(), found, right.read(), asked));
        } catch (Refusal refusal) {
            store.transactIn(
                    found.project().value(),
                    transaction -> audit.append(
                            transaction,
                            PackageFacts.refused(by.actor(), found.project(), "app:" + found.id(), refusal, known)));
            throw refusal;
        }
    }

    /**
     * Does an update that was held.
     *
     * @param agreed the package that an admin agrees to; no other is put in
     */
    public InstalledApp agree(Principal by, ProjectId project, String app, PackageHash agreed) {
        Access.require(by, Action.GRANT_TO_APP, project);
        List<InstalledApp> apps = apps(project);
        InstalledApp found = one(apps, app);
        NewInstall asked = held.agreed(found, agreed);
        Found right = found(by.actor(), found, apps, asked, new TreeMap<>());
        // Once more: it may have been lowered while the update waited.
        requireWithinCeiling(found, right.read(), asked);
        return replacement.put(by, found, right.next());
    }

    private void requireWithinCeiling(InstalledApp app, AppPackage read, NewInstall asked) {
        store.transactIn(
                app.project().value(),
                transaction -> PackageSteps.requireWithinCeiling(
                        transaction, read, asked.origin().trust()));
    }

    /** What there is to agree to before an update; nothing is done. */
    ConsentView check(Principal by, ProjectId project, String app, NewInstall asked) {
        List<InstalledApp> apps = apps(project);
        InstalledApp found = one(apps, app);
        Found right = found(by.actor(), found, apps, asked, new TreeMap<>());
        return ConsentView.of(right.read(), Optional.of(found), right.next().grants(), !right.stands());
    }

    HeldUpdateView waiting(ProjectId project, String app) {
        return held.require(one(apps(project), app));
    }

    private List<InstalledApp> apps(ProjectId project) {
        return store.inProject(project.value(), transaction -> InstalledApps.rows(transaction, project)).stream()
                .map(AppRow::app)
                .filter(one -> !one.state().isGone())
                .toList();
    }

    private static InstalledApp one(List<InstalledApp> apps, String app) {
        return apps.stream()
                .filter(one -> one.slug().equals(app) || one.id().toString().equals(app))
                .findFirst()
                .orElseThrow(() -> InstalledApps.missing(app));
    }

    private Found found(
            Actor by, InstalledApp app, List<InstalledApp> apps, NewInstall asked, Map<String, String> known) {
        AppPackage read = PackageSteps.verified(reader.read(asked.packageBytes()));
        known.putAll(PackageFacts.of(read));
        Manifest manifest = read.manifest();
        if (!manifest.id().equals(app.packageId())) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "App '" + app.slug() + "' is of package '" + app.packageId() + "' and the upload is '"
                            + manifest.id() + "'; install that under a slug of its own");
        }
        Capabilities grants = Consent.grants(read.capabilities(), asked.grant());
        ObjectNode settings = Settings.checked(manifest, settings(app, manifest, asked));
        Map<String, DatasourceId> bound =
                Bindings.of(manifest.datasources(), datasources.list(app.project()), bindings(app, manifest, asked));
        NextVersion next = new NextVersion(
                AppVersions.How.UPDATED,
                read,
                Optional.of(asked.packageBytes()),
                asked.origin().catalog(),
                grants,
                settings,
                bound,
                by);
        return new Found(app, read, next, Consent.stands(grants, Consent.standing(apps, manifest.id())));
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
