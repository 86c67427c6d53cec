package ai.ekaya.install;

import ai.ekaya.appdb.AppCopy;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.identity.Principal;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Manifest;
import ai.ekaya.sandbox.Guest;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Puts another package into an app, for updates and rollbacks alike: its code is prepared and its tables are made while the app goes
 * on as it was; then one transaction makes it the next version. Runs that have begun end on the package that they began with; where the
 * tables are changed they are waited for, and later ones wait. Thread-safe.
 */
@Singleton
public final class Replacement {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Sandbox sandbox;
    private final PackageTests tests;
    private final InstalledApps apps;
    private final AppTables tables;
    private final Holds holds;
    private final PackageTriggers triggers;
    private final KeptPackages packages;
    private final AppOperations operations;
    private final HalfDone halfDone;
    private final AuditLog audit;
    private final Trials trials;

    @Inject
    public Replacement(
            Store store,
            Limits limits,
            Clock clock,
            Sandbox sandbox,
            PackageTests tests,
            InstalledApps apps,
            AppTables tables,
            Holds holds,
            PackageTriggers triggers,
            KeptPackages packages,
            AppOperations operations,
            HalfDone halfDone,
            AuditLog audit,
            Trials trials) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.sandbox = sandbox;
        this.tests = tests;
        this.apps = apps;
        this.tables = tables;
        this.holds = holds;
        this.triggers = triggers;
        this.packages = packages;
        this.operations = operations;
        this.halfDone = halfDone;
        this.audit = audit;
        this.trials = trials;
    }

    /**
     * @param by in whose name the app is woken by what it did not ask for before
     * @throws Refusal with the reason; the app is as it was then
     */
    InstalledApp put(Principal by, InstalledApp app, NextVersion next) {
        Optional<AppPackage> now = apps.good(app);
        AppOperation operation = begin(app, next);
        try {
            operations.begun();
            Guest guest = PackageSteps.check(next.read(), sandbox, limits);
            operations.did(operation, AppOperation.Step.CODE_PREPARED);
            if (next.how() == AppVersions.How.UPDATED) {
                // What the app goes back to has run here already, and nothing may keep it from that.
                tests.require(next.read(), guest);
                operations.did(operation, AppOperation.Step.TESTED);
            }
            Also also = changeTables(operation, app, now, next);
            operations.did(operation, AppOperation.Step.TABLES_MADE);
            return store.inProject(
                    app.project().value(), transaction -> finish(transaction, by, operation, next, also));
        } catch (RuntimeException e) {
            halfDone.undo(operation, e);
            throw e;
        }
    }

    /** What is to be done in the transaction that makes the app the next version. */
    private interface Also {
        void in(Transaction transaction, AppRow row);
    }

    private Also changeTables(AppOperation operation, InstalledApp app, Optional<AppPackage> now, NextVersion next) {
        return switch (tables.plan(app, now, next)) {
            case TablesChange.Stays stays -> (transaction, row) -> {};
            case TablesChange.InPlace inPlace -> {
                tables.makeInPlace(app.project(), operation, next.read());
                yield (transaction, row) -> {};
            }
            case TablesChange.Aside aside -> {
                hold(operation);
                yield swap(operation, tables.makeAside(operation, next.read()), now);
            }
            case TablesChange.Back(AppCopy kept) -> {
                hold(operation);
                yield swap(operation, kept, now);
            }
        };
    }

    private void hold(AppOperation operation) {
        holds.hold(operation);
        operations.did(operation, AppOperation.Step.RUNS_HELD);
    }

    private Also swap(AppOperation operation, AppCopy copy, Optional<AppPackage> now) {
        return (transaction, row) -> {
            holds.end(transaction, row, operation);
            tables.swap(transaction, copy, now);
        };
    }

    private AppOperation begin(InstalledApp app, NextVersion next) {
        return store.inProject(app.project().value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, app.id().value(), LockModeType.PESSIMISTIC_WRITE);
            if (row == null || row.state.isGone()) {
                throw InstalledApps.missing(app.slug());
            }
            PackageSteps.requireNotRevoked(transaction, next.read());
            AppOperation begun = operations.begin(transaction, row, next.kind(), false);
            row.state = AppStatus.UPDATING;
            return begun;
        });
    }

    private InstalledApp finish(
            Transaction transaction, Principal by, AppOperation operation, NextVersion next, Also also) {
        AppRow row = transaction.entities().find(AppRow.class, operation.app().value(), LockModeType.PESSIMISTIC_WRITE);
        operations.end(transaction, operation);
        also.in(transaction, row);
        AuditEvent event = event(row, next);
        String versionBefore = row.version;
        AppVersions.replaced(transaction, row, clock.instant());
        change(transaction, row, operation, next);
        trials.hold(transaction, row, next.by());
        AppVersions.add(transaction, row, next.how(), next.by(), clock.instant());
        HeldUpdates.forget(transaction, operation.app(), next.read().hash());
        AppVersions.retain(transaction, row, limits.intOf(Limit.INSTALL_VERSIONS_LISTED_COUNT));
        audit.append(transaction, event);
        packages.forgetOthers(transaction, operation.project());
        InstalledApp changed = row.app();
        triggers.installed(
                transaction, by, changed, next.read().manifest().execution().triggers(), Optional.of(versionBefore));
        return changed;
    }

    private void change(Transaction transaction, AppRow row, AppOperation operation, NextVersion next) {
        Manifest manifest = next.read().manifest();
        next.bytes()
                .ifPresent(bytes ->
                        PackageRow.keep(transaction, operation.project(), next.read(), bytes, clock.instant()));
        row.name = manifest.name();
        row.version = manifest.version();
        row.packageHash = next.read().hash().hex();
        row.catalog = next.catalog().orElse(null);
        row.grants = Columns.write(next.grants().toJson());
        row.set(next.settings());
        row.bind(next.bound());
        row.settle();
        row.changedAt = Timestamp.from(clock.instant());
    }

    private static AuditEvent event(AppRow row, NextVersion next) {
        Map<String, String> details = PackageFacts.of(next.read(), row.slug, next.grants());
        details.put("fromVersion", row.version);
        details.put("fromPackageHash", "blake3:" + row.packageHash);
        Changes changes = Changes.NONE
                .and("version", row.version, next.read().manifest().version())
                .and(
                        "packageHash",
                        "blake3:" + row.packageHash,
                        next.read().hash().toString())
                .and("grants", row.grants, Columns.write(next.grants().toJson()));
        AuditEvent.Type type = next.how() == AppVersions.How.ROLLED_BACK
                ? AuditEvent.Type.APP_ROLLED_BACK
                : AuditEvent.Type.APP_UPDATED;
        return new AuditEvent(type, next.by(), Optional.of(row.project), "app:" + row.id, details).changing(changes);
    }
}
