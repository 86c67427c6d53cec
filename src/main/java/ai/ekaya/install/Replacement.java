package ai.ekaya.install;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.identity.Principal;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Manifest;
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
 * on as it was; then one transaction makes it the next version. Runs that have begun end on the package that they began with.
 * Thread-safe.
 */
@Singleton
public final class Replacement {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Sandbox sandbox;
    private final AppDatabases databases;
    private final PackageTriggers triggers;
    private final KeptPackages packages;
    private final AppOperations operations;
    private final HalfDone halfDone;
    private final AuditLog audit;

    @Inject
    public Replacement(
            Store store,
            Limits limits,
            Clock clock,
            Sandbox sandbox,
            AppDatabases databases,
            PackageTriggers triggers,
            KeptPackages packages,
            AppOperations operations,
            HalfDone halfDone,
            AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.sandbox = sandbox;
        this.databases = databases;
        this.triggers = triggers;
        this.packages = packages;
        this.operations = operations;
        this.halfDone = halfDone;
        this.audit = audit;
    }

    /** @throws Refusal with the reason; the app is as it was then */
    InstalledApp put(Principal by, InstalledApp app, NextVersion next) {
        AppOperation operation = begin(app, next);
        try {
            operations.begun();
            PackageSteps.check(next.read(), sandbox, limits);
            operations.did(operation, AppOperation.Step.CODE_PREPARED);
            PackageSteps.makeDatabase(databases, app.project(), app.id(), next.read());
            operations.did(operation, AppOperation.Step.TABLES_MADE);
            return store.inProject(app.project().value(), transaction -> finish(transaction, by, operation, next));
        } catch (RuntimeException e) {
            halfDone.undo(operation, e);
            throw e;
        }
    }

    private AppOperation begin(InstalledApp app, NextVersion next) {
        return store.inProject(app.project().value(), transaction -> {
            AppRow row = transaction.entities().find(AppRow.class, app.id().value(), LockModeType.PESSIMISTIC_WRITE);
            if (row == null || row.state.isGone()) {
                throw InstalledApps.missing(app.slug());
            }
            AppOperation begun = operations.begin(transaction, row, next.kind(), false);
            row.state = AppStatus.UPDATING;
            return begun;
        });
    }

    private InstalledApp finish(Transaction transaction, Principal by, AppOperation operation, NextVersion next) {
        AppRow row = transaction.entities().find(AppRow.class, operation.app().value(), LockModeType.PESSIMISTIC_WRITE);
        operations.end(transaction, operation);
        AuditEvent event = event(by, row, next);
        String versionBefore = row.version;
        AppVersions.replaced(transaction, row, clock.instant());
        change(transaction, row, operation, next);
        AppVersions.add(transaction, row, next.how(), by.actor(), clock.instant());
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
        row.grants = Columns.write(next.grants().toJson());
        row.settings = Columns.write(next.settings());
        row.bind(next.bound());
        row.settle();
        row.changedAt = Timestamp.from(clock.instant());
    }

    private static AuditEvent event(Principal by, AppRow row, NextVersion next) {
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
        return new AuditEvent(type, by.actor(), Optional.of(row.project), "app:" + row.id, details).changing(changes);
    }
}
