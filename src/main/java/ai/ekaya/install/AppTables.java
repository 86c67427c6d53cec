package ai.ekaya.install;

import ai.ekaya.appdb.AppCopies;
import ai.ekaya.appdb.AppCopy;
import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppMigration;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of an app's tables when another package is put in, and does it. Thread-safe. */
@Singleton
public final class AppTables {
    /** Label of tables that nobody goes back to. */
    private static final String UNKNOWN = "unknown";

    private final AppDatabases databases;
    private final AppCopies copies;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public AppTables(AppDatabases databases, AppCopies copies, Limits limits, Clock clock) {
        this.databases = databases;
        this.copies = copies;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * @param now the package that the app is; empty when that is lost, and nobody knows which tables it had
     * @throws Refusal {@code CONFLICT} when a rollback would need tables that are no longer kept
     */
    TablesChange plan(InstalledApp app, Optional<AppPackage> now, NextVersion next) {
        AppPackage read = next.read();
        if (next.how() == AppVersions.How.ROLLED_BACK && now.isPresent()) {
            List<AppMigration> extra = without(PackageSteps.migrations(now.get()), PackageSteps.migrations(read));
            if (!extra.isEmpty()) {
                return isCompatible(extra) ? new TablesChange.Stays() : new TablesChange.Back(kept(app, next));
            }
        }
        if (next.how() == AppVersions.How.ROLLED_BACK && now.isEmpty()) {
            // What was kept for it is right; where nothing was, its tables were not changed, as far as one can know.
            Optional<AppCopy> kept = found(app, next);
            if (kept.isPresent()) {
                return new TablesChange.Back(kept.get());
            }
        }
        boolean fresh = now.isPresent() && !PackageSteps.hasTables(now.get())
                || !PackageSteps.hasTables(read)
                || !databases.list().contains(app.id());
        return fresh || isCompatible(copies.pending(app.id(), PackageSteps.migrations(read)))
                ? new TablesChange.InPlace()
                : new TablesChange.Aside();
    }

    private static List<AppMigration> without(Collection<AppMigration> all, Collection<AppMigration> these) {
        return all.stream().filter(migration -> !these.contains(migration)).toList();
    }

    private static boolean isCompatible(List<AppMigration> migrations) {
        return migrations.stream().allMatch(AppMigration::compatible);
    }

    private Optional<AppCopy> found(InstalledApp app, NextVersion next) {
        String label = PackageSteps.tablesLabel(next.read());
        return copies.kept(app.id()).stream()
                .filter(copy -> copy.label().equals(label))
                .findFirst();
    }

    private AppCopy kept(InstalledApp app, NextVersion next) {
        return found(app, next)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.CONFLICT,
                        "The tables of app '" + app.slug() + "' were changed since version "
                                + next.read().manifest().version()
                                + ", and those of then are no longer kept; update it with a package that works on the"
                                + " tables of now instead"));
    }

    void makeInPlace(ProjectId project, AppOperation operation, AppPackage read) {
        PackageSteps.makeDatabase(databases, project, operation.app(), read);
    }

    /** Only while no run of the app goes on. */
    AppCopy makeAside(AppOperation operation, AppPackage read) {
        AppCopy copy = copies.copy(operation.app(), PackageSteps.tablesLabel(read));
        copies.migrate(copy, PackageSteps.migrations(read));
        return copy;
    }

    /** @param now the package whose tables go out of use, and are kept; empty when it is lost */
    void swap(Transaction transaction, AppCopy copy, Optional<AppPackage> now) {
        copies.swap(
                transaction,
                copy,
                new AppCopy.Keeping(
                        now.map(PackageSteps::tablesLabel).orElse(UNKNOWN),
                        clock.instant().plus(limits.durationOf(Limit.INSTALL_VERSION_KEPT_SECONDS))));
    }
}
