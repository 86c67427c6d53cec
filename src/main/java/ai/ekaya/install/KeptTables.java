package ai.ekaya.install;

import ai.ekaya.appdb.AppCopies;
import ai.ekaya.appdb.AppCopy;
import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppMigration;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a package's tables for an installation: new ones, or on what a removed app has left. That stays as it was until the
 * installation is done, so that one that is cut off leaves what can be installed again. Thread-safe.
 */
@Singleton
public final class KeptTables {
    private final AppDatabases databases;
    private final AppCopies copies;
    private final InstalledApps apps;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public KeptTables(AppDatabases databases, AppCopies copies, InstalledApps apps, Limits limits, Clock clock) {
        this.databases = databases;
        this.copies = copies;
        this.apps = apps;
        this.limits = limits;
        this.clock = clock;
    }

    /** @throws Refusal {@code CONFLICT} when what is kept has had migrations that the package cannot work with */
    void require(InstalledApp removed, AppPackage read) {
        if (!PackageSteps.hasTables(read) || !databases.list().contains(removed.id())) {
            return;
        }
        Set<Integer> harmless = harmless(removed);
        String unknown = copies.unknown(removed.id(), PackageSteps.migrations(read)).stream()
                .filter(number -> !harmless.contains(number))
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "The kept data has had migration " + unknown + ", which version "
                            + read.manifest().version() + " does not have; install version " + removed.version()
                            + " or a newer one, or DELETE …/apps/" + removed.slug() + "?data=purge first");
        }
    }

    /** What the version that was removed did not know either, and what its author says that the one before works with. */
    private Set<Integer> harmless(InstalledApp removed) {
        List<AppMigration> own = PackageSteps.migrations(apps.load(removed));
        Set<Integer> harmless = new HashSet<>(copies.unknown(removed.id(), own));
        own.stream().filter(AppMigration::compatible).map(AppMigration::number).forEach(harmless::add);
        return harmless;
    }

    /** @return what is to be swapped in at the end, where the tables are made aside */
    Optional<AppCopy> make(AppOperation operation, AppPackage read) {
        if (operation.again() && databases.list().contains(operation.app())) {
            List<AppMigration> pending = copies.pending(operation.app(), PackageSteps.migrations(read));
            if (!pending.stream().allMatch(AppMigration::compatible)) {
                AppCopy copy = copies.copy(operation.app(), PackageSteps.tablesLabel(read));
                copies.migrate(copy, PackageSteps.migrations(read));
                return Optional.of(copy);
            }
        }
        PackageSteps.makeDatabase(databases, operation.project(), operation.app(), read);
        return Optional.empty();
    }

    /** In the transaction that ends the installation. What was there before is kept as long as that of an update. */
    void swap(Transaction transaction, AppCopy copy) {
        copies.swap(
                transaction,
                copy,
                new AppCopy.Keeping(
                        "before it was installed again",
                        clock.instant().plus(limits.durationOf(Limit.INSTALL_VERSION_KEPT_SECONDS))));
    }
}
