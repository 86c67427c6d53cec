package ai.ekaya.install;

import ai.ekaya.audit.Actor;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes an app what it was before, with the settings and bindings that it had then; and tells what it has been. Thread-safe. */
@Singleton
public final class Rollbacks {
    private final Store store;
    private final Limits limits;
    private final InstalledApps apps;
    private final Datasources datasources;
    private final Replacement replacement;

    @Inject
    public Rollbacks(Store store, Limits limits, InstalledApps apps, Datasources datasources, Replacement replacement) {
        this.store = store;
        this.limits = limits;
        this.apps = apps;
        this.datasources = datasources;
        this.replacement = replacement;
    }

    /** What an app has been, the newest first, with whether it can be that again. */
    List<VersionView> versions(ProjectId project, String app) {
        InstalledApp found = apps.require(project, app);
        return store.inProject(project.value(), transaction -> {
            List<AppVersion> all =
                    AppVersions.of(transaction, found.id(), limits.intOf(Limit.INSTALL_VERSIONS_LISTED_COUNT));
            return all.stream()
                    .map(version -> VersionView.of(
                            version,
                            !version.packageHash().equals(found.packageHash().hex())
                                    && PackageRow.isKept(transaction, project, version.packageHash())))
                    .toList();
        });
    }

    /**
     * @param number of a version of the app; empty for the one before
     * @throws Refusal {@code CONFLICT} when the app cannot be that again, {@code NOT_PERMITTED} when it had grants that it has no more
     *     and who asks may not give them
     */
    public InstalledApp rollback(Principal by, ProjectId project, String app, Optional<Integer> number) {
        Access.require(by, Action.INSTALL_APP, project);
        InstalledApp found = apps.require(project, app);
        List<AppVersion> all = store.inProject(
                project.value(),
                transaction ->
                        AppVersions.of(transaction, found.id(), limits.intOf(Limit.INSTALL_VERSIONS_LISTED_COUNT)));
        AppVersion target = target(found, all, number);
        // What was granted to these very bytes, as far as that still stands or who asks may give it again.
        AppPackage read = load(found, target);
        Capabilities granted = Capabilities.fromJson(Columns.read(target.grants()));
        Capabilities grants =
                Consent.decide(by, project, read.capabilities(), Optional.of(granted), List.of(found.grants()));
        return replacement.put(by, found, next(found, target, read, grants, by.actor()));
    }

    /**
     * To the version before, in nobody's name; empty when the app is another package by now.
     *
     * @param now the package that it is to go back from
     * @throws Refusal as {@link #rollback}: nobody gives it grants that do not stand
     */
    Optional<InstalledApp> automatic(ProjectId project, String app, String now) {
        InstalledApp found = apps.require(project, app);
        if (!found.packageHash().toString().equals(now)) {
            return Optional.empty();
        }
        List<AppVersion> all =
                store.inProject(project.value(), transaction -> AppVersions.of(transaction, found.id(), 2));
        AppVersion target = target(found, all, Optional.empty());
        AppPackage read = load(found, target);
        Capabilities grants = Capabilities.fromJson(Columns.read(target.grants()));
        if (!found.grants().contains(grants)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "Version " + target.version() + " had more grants than stand now; an admin has to roll it back");
        }
        return Optional.of(replacement.put(found.asOwner(), found, next(found, target, read, grants, Actor.SYSTEM)));
    }

    private static AppVersion target(InstalledApp app, List<AppVersion> all, Optional<Integer> number) {
        String now = app.packageHash().hex();
        if (number.isEmpty()) {
            return all.stream()
                    .filter(version -> !version.packageHash().equals(now))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            RefusalCode.CONFLICT, "App '" + app.slug() + "' has never been another package"));
        }
        AppVersion target = all.stream()
                .filter(version -> version.number() == number.get())
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND,
                        "App '" + app.slug() + "' has no version number " + number.get()
                                + "; GET …/versions lists them"));
        if (target.packageHash().equals(now)) {
            throw new Refusal(
                    RefusalCode.CONFLICT, "App '" + app.slug() + "' is that package already, version " + app.version());
        }
        return target;
    }

    private AppPackage load(InstalledApp app, AppVersion target) {
        return apps.load(app.project(), new PackageHash(target.packageHash()))
                .orElseThrow(() -> new Refusal(
                        RefusalCode.CONFLICT,
                        "The package of version " + target.version() + " (number " + target.number()
                                + ") is no longer stored; update with its file instead"));
    }

    private NextVersion next(InstalledApp app, AppVersion target, AppPackage read, Capabilities grants, Actor by) {
        ObjectNode settings = Settings.checked(read.manifest(), Columns.read(target.settings()));
        Map<String, String> wanted = new LinkedHashMap<>();
        Columns.read(target.datasources())
                .properties()
                .forEach(entry -> wanted.put(entry.getKey(), entry.getValue().textValue()));
        app.datasources().forEach((alias, id) -> wanted.computeIfPresent(alias, (same, then) -> id.toString()));
        Map<String, DatasourceId> bound =
                Bindings.of(read.manifest().datasources(), datasources.list(app.project()), wanted);
        return new NextVersion(
                AppVersions.How.ROLLED_BACK, read, Optional.empty(), target.catalog(), grants, settings, bound, by);
    }
}
