package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.catalog.CatalogPackage;
import ai.ekaya.catalog.CatalogVersion;
import ai.ekaya.catalog.Catalogs;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.notify.NewNotification;
import ai.ekaya.notify.Notifications;
import ai.ekaya.notify.Severity;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks whether the catalogs that apps came of have newer versions of them, and puts those in by each app's {@link UpdatePolicy}. What
 * asks for more than stands waits for an admin. What failed, what waits, and what the app has been already, is not tried until the catalog
 * has another. Called by a timer; when several servers look at once, one tries. Thread-safe.
 */
@Singleton
public final class UpdateLooks {
    private static final Logger LOG = Logger.getLogger(UpdateLooks.class.getName());
    private static final int AT_ONCE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Catalogs catalogs;
    private final InstalledApps apps;
    private final AppUpdates updates;
    private final Notifications notifications;

    @Inject
    public UpdateLooks(
            Store store,
            Limits limits,
            Clock clock,
            Catalogs catalogs,
            InstalledApps apps,
            AppUpdates updates,
            Notifications notifications) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.catalogs = catalogs;
        this.apps = apps;
        this.updates = updates;
        this.notifications = notifications;
    }

    /** An app that came of a catalog. */
    private record Watched(ProjectId project, AppId app) {}

    /** What is to be put in now, by this server. */
    private record Due(InstalledApp app, Catalogs.Found found, CatalogVersion version) {}

    /** @return how many apps it updated */
    public int look() {
        int updated = 0;
        List<Watched> some = watched(FIRST);
        while (!some.isEmpty()) {
            for (Watched one : some) {
                updated += look(one);
            }
            some = some.size() < AT_ONCE
                    ? List.of()
                    : watched(some.get(some.size() - 1).app().value());
        }
        return updated;
    }

    private List<Watched> watched(UUID after) {
        return store.acrossProjects(transaction -> Sql.list(
                transaction,
                "SELECT project_id, id FROM ekaya.installed_app WHERE catalog IS NOT NULL AND id > ?"
                        + " AND state IN ('ENABLED', 'DISABLED', 'FAILED') ORDER BY id LIMIT ?",
                row -> new Watched(
                        new ProjectId(row.getObject("project_id", UUID.class)),
                        new AppId(row.getObject("id", UUID.class))),
                after,
                AT_ONCE));
    }

    /** One that fails is looked at again next time and holds up no other. */
    private int look(Watched one) {
        try {
            return store.inProject(one.project().value(), transaction -> due(transaction, one))
                            .filter(this::put)
                            .isPresent()
                    ? 1
                    : 0;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "App " + one.app() + " could not be looked at for updates", e);
            return 0;
        }
    }

    private Optional<Due> due(Transaction transaction, Watched one) {
        Optional<InstalledApp> watched =
                apps.find(transaction, one.app()).filter(app -> !app.state().isGone());
        Optional<Due> newest = watched.flatMap(app -> app.catalog().flatMap(name -> newest(transaction, app, name)));
        if (newest.isEmpty()) {
            NewVersions.forget(transaction, one.app());
            return Optional.empty();
        }
        return newest.filter(due -> {
            NewVersion noted = NewVersions.note(
                    transaction, due.app(), due.found().source().name(), due.version(), clock.instant());
            return due.app().updatePolicy().isDue(noted.since(), clock.instant())
                    && noted.outcome().isEmpty()
                    && !AppVersions.has(transaction, one.app(), noted.packageHash())
                    && NewVersions.take(
                            transaction,
                            one.app(),
                            noted.packageHash(),
                            clock.instant(),
                            clock.instant().plus(limits.durationOf(Limit.INSTALL_OPERATION_SECONDS)));
        });
    }

    private Optional<Due> newest(Transaction transaction, InstalledApp app, String catalog) {
        return catalogs.find(catalog, app.packageId())
                .flatMap(found ->
                        NewerVersions.of(transaction, found, app).map(version -> new Due(app, found, version)));
    }

    private boolean put(Due due) {
        InstalledApp app = due.app();
        String version = due.version().version();
        try {
            CatalogPackage had = catalogs.have(due.found().source(), due.found().app(), due.version());
            NewInstall asked = new NewInstall(
                    had.zip(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Columns.object(),
                    Origin.of(had.trust(), had.catalog()));
            return switch (updates.byPolicy(app, asked)) {
                case Updated.Done(InstalledApp now) -> {
                    ended(due, Optional.empty(), Optional.empty());
                    tell(
                            app,
                            Severity.INFO,
                            app.slug() + " was updated to version " + version,
                            "Its update policy is "
                                    + app.updatePolicy().text() + "; POST …/rollback makes it version " + app.version()
                                    + " again");
                    yield true;
                }
                case Updated.Held held -> {
                    // Who holds it has told people.
                    ended(due, Optional.of(NewVersion.Outcome.HELD), Optional.empty());
                    yield false;
                }
            };
        } catch (Refusal refusal) {
            if (!refusal.isRetryable() && refusal.code() != RefusalCode.CONFLICT) {
                ended(due, Optional.of(NewVersion.Outcome.FAILED), Optional.of(refusal.reason()));
                tell(
                        app,
                        Severity.WARNING,
                        app.slug() + " could not be updated to version " + version,
                        "It is version " + app.version() + " as before, and this one is not tried again: "
                                + refusal.reason());
            }
            // What may pass is tried again by the next look.
            return false;
        }
    }

    /** @param outcome empty for one that the app is now */
    private void ended(Due due, Optional<NewVersion.Outcome> outcome, Optional<String> reason) {
        AppId app = due.app().id();
        store.transactIn(
                due.app().project().value(),
                transaction -> outcome.ifPresentOrElse(
                        what -> NewVersions.ended(
                                transaction, app, due.version().packageHash(), what, reason),
                        () -> NewVersions.forget(transaction, app)));
    }

    private void tell(InstalledApp app, Severity severity, String title, String body) {
        store.transactIn(
                app.project().value(),
                transaction -> notifications.tell(
                        transaction,
                        new NewNotification(
                                app.project(),
                                severity,
                                title,
                                body,
                                app.slug(),
                                Optional.empty(),
                                "update:" + app.id())));
    }
}
