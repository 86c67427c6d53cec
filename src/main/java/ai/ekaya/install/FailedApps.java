package ai.ekaya.install;

import ai.ekaya.appdb.AppCopies;
import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppId;
import ai.ekaya.appdb.AppMigration;
import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.notify.NewNotification;
import ai.ekaya.notify.Notifications;
import ai.ekaya.notify.Severity;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Apps that cannot run until somebody sees to them: their package is gone or damaged, its code is not accepted any more, or their tables
 * are lost. They say why and run nothing; an update, a rollback or an uninstallation leads out. Looked for when a run begins, when a server
 * starts and now and then. Thread-safe.
 */
@Singleton
public final class FailedApps {
    private static final Logger LOG = Logger.getLogger(FailedApps.class.getName());
    private static final int AT_ONCE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Store store;
    private final Clock clock;
    private final InstalledApps apps;
    private final AppDatabases databases;
    private final AppCopies copies;
    private final Notifications notifications;
    private final AuditLog audit;

    @Inject
    public FailedApps(
            Store store,
            Clock clock,
            InstalledApps apps,
            AppDatabases databases,
            AppCopies copies,
            Notifications notifications,
            AuditLog audit) {
        this.store = store;
        this.clock = clock;
        this.apps = apps;
        this.databases = databases;
        this.copies = copies;
        this.notifications = notifications;
        this.audit = audit;
    }

    private record Standing(ProjectId project, AppId app) {}

    /** @return how many apps it found that cannot run */
    public int look() {
        int failed = 0;
        List<Standing> some = standing(FIRST);
        while (!some.isEmpty()) {
            for (Standing one : some) {
                failed += look(one);
            }
            some = some.size() < AT_ONCE
                    ? List.of()
                    : standing(some.get(some.size() - 1).app().value());
        }
        return failed;
    }

    private List<Standing> standing(UUID after) {
        return store.acrossProjects(transaction -> Sql.list(
                transaction,
                "SELECT project_id, id FROM ekaya.installed_app WHERE state IN ('ENABLED', 'DISABLED') AND id > ?"
                        + " ORDER BY id LIMIT ?",
                row -> new Standing(
                        new ProjectId(row.getObject("project_id", UUID.class)),
                        new AppId(row.getObject("id", UUID.class))),
                after,
                AT_ONCE));
    }

    /** One that cannot be looked at, as while the database is away, is as it was. */
    private int look(Standing one) {
        try {
            return apps.find(one.project(), one.app()).filter(this::isBroken).isPresent() ? 1 : 0;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "App " + one.app() + " could not be looked at", e);
            return 0;
        }
    }

    private boolean isBroken(InstalledApp app) {
        Optional<String> why = why(app);
        why.ifPresent(reason -> found(app, reason));
        return why.isPresent();
    }

    private Optional<String> why(InstalledApp app) {
        AppPackage read;
        try {
            Optional<AppPackage> stored = apps.load(app.project(), app.packageHash());
            if (stored.isEmpty()) {
                return Optional.of("The package " + app.packageHash() + " is no longer stored");
            }
            read = stored.get();
        } catch (Refusal damaged) {
            return Optional.of(damaged.reason());
        }
        return PackageSteps.migrations(read).isEmpty() ? Optional.empty() : lost(app, PackageSteps.migrations(read));
    }

    /** A schema that is gone is made anew, and empty, when a server starts: what counts is what has run in it. */
    private Optional<String> lost(InstalledApp app, List<AppMigration> migrations) {
        if (!databases.list().contains(app.id())) {
            return Optional.of("Its database is gone");
        }
        List<AppMigration> pending = copies.pending(app.id(), migrations);
        return pending.isEmpty()
                ? Optional.empty()
                : Optional.of("Its tables are gone: " + pending.get(0).file() + " has not run in its schema");
    }

    /** Whether a refusal says that the code itself is not accepted, and not that the server had no time or room for it just now. */
    public static boolean isOfCode(Refusal refusal) {
        return refusal.code() == RefusalCode.BAD_ARGUMENT;
    }

    /**
     * From now on it runs nothing. Does nothing to one that is another package by now, is just being changed, or has failed already.
     *
     * @param app as it was when this was found
     */
    public void found(InstalledApp app, String reason) {
        store.transactIn(app.project().value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, app.id().value(), LockModeType.PESSIMISTIC_WRITE);
            boolean stands = row != null && (row.state == AppStatus.ENABLED || row.state == AppStatus.DISABLED);
            if (stands && row.packageHash.equals(app.packageHash().hex())) {
                fail(transaction, row, reason);
            }
        });
    }

    private void fail(Transaction transaction, AppRow row, String reason) {
        row.state = AppStatus.FAILED;
        row.stateReason = reason;
        row.changedAt = Timestamp.from(clock.instant());
        audit.append(
                transaction,
                new AuditEvent(
                        AuditEvent.Type.APP_FAILED,
                        Actor.SYSTEM,
                        Optional.of(row.project),
                        "app:" + row.id,
                        Map.of("slug", row.slug, "packageHash", "blake3:" + row.packageHash, "reason", reason)));
        notifications.tell(
                transaction,
                new NewNotification(
                        new ProjectId(row.project),
                        Severity.WARNING,
                        row.slug + " cannot run",
                        reason + "; update it with a good package, roll it back, or uninstall it",
                        row.slug,
                        Optional.empty(),
                        "failed:" + row.id));
    }
}
