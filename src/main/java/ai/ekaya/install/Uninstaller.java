package ai.ekaya.install;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Takes apps away: with their data kept for a while, or purged. A purge that is cut off is finished by {@link KeptData}. Thread-safe. */
@Singleton
public final class Uninstaller {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final AppDatabases databases;
    private final KeptPackages packages;
    private final PackageTriggers triggers;
    private final AuditLog audit;

    @Inject
    public Uninstaller(
            Store store,
            Limits limits,
            Clock clock,
            AppDatabases databases,
            KeptPackages packages,
            PackageTriggers triggers,
            AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.databases = databases;
        this.packages = packages;
        this.triggers = triggers;
        this.audit = audit;
    }

    /** Takes the app away and keeps its schema, state and runs, until it is installed again or purged. */
    public void uninstall(Principal by, ProjectId project, String app) {
        Access.require(by, Action.REMOVE_APP, project);
        store.transactIn(project.value(), transaction -> {
            AppRow row = row(transaction, project, app);
            if (row.state.isGone()) {
                throw InstalledApps.missing(app);
            }
            row.state = AppStatus.REMOVED;
            row.schedule = null;
            row.changedAt = Timestamp.from(clock.instant());
            row.dataKeptUntil =
                    Timestamp.from(clock.instant().plus(limits.durationOf(Limit.INSTALL_DATA_KEPT_SECONDS)));
            triggers.removed(transaction, row.app());
            audit.append(transaction, removed(by.actor(), row, "keep"));
        });
    }

    /** Takes the app away with its schema, role, state, runs and package; also one that is removed, or whose purge was cut off. */
    public void purge(Principal by, ProjectId project, String app) {
        Access.require(by, Action.REMOVE_APP, project);
        AppId id = store.inProject(project.value(), transaction -> {
            AppRow row = row(transaction, project, app);
            triggers.removed(transaction, row.app());
            return claimed(row);
        });
        end(project, id, by.actor());
    }

    /** Not one that is just being installed or updated: whoever does that makes things that nobody would find. */
    private static AppRow row(Transaction transaction, ProjectId project, String app) {
        AppRow found = InstalledApps.row(transaction, project, app).orElseThrow(() -> InstalledApps.missing(app));
        AppRow row = transaction.entities().find(AppRow.class, found.id, LockModeType.PESSIMISTIC_WRITE);
        transaction.entities().refresh(row);
        if (row.state == AppStatus.INSTALLING || row.state == AppStatus.UPDATING) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "App '" + row.slug + "' is being " + (row.state == AppStatus.INSTALLING ? "installed" : "updated")
                            + "; try again when that has ended");
        }
        return row;
    }

    /** Purges what is kept of a removed app when its time is over; does nothing when it was installed again meanwhile. */
    void purgeDue(ProjectId project, AppId app, Actor by) {
        boolean due = store.inProject(project.value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, app.value(), LockModeType.PESSIMISTIC_WRITE);
            boolean over = row != null
                    && row.state.isGone()
                    && (row.dataKeptUntil == null
                            || !row.dataKeptUntil.toInstant().isAfter(clock.instant()));
            if (over) {
                claimed(row);
            }
            return over;
        });
        if (due) {
            end(project, app, by);
        }
    }

    /** No run starts while the schema goes away, and nobody installs over it; when dropping fails, purging again finishes it. */
    private static AppId claimed(AppRow row) {
        row.state = AppStatus.UNINSTALLING;
        row.schedule = null;
        row.dataKeptUntil = null;
        return new AppId(row.id);
    }

    private void end(ProjectId project, AppId id, Actor by) {
        databases.drop(id);
        store.transactIn(project.value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, id.value());
            if (row == null) {
                return;
            }
            transaction.entities().remove(row);
            audit.append(transaction, removed(by, row, "purge"));
            transaction.entities().flush();
            packages.forgetOthers(transaction, project);
        });
    }

    private static AuditEvent removed(Actor by, AppRow row, String data) {
        return new AuditEvent(
                AuditEvent.Type.APP_UNINSTALLED,
                by,
                Optional.of(row.project),
                "app:" + row.id,
                Map.of("slug", row.slug, "packageHash", "blake3:" + row.packageHash, "data", data));
    }
}
