package ai.ekaya.install;

import ai.ekaya.appdb.AppCopies;
import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.limits.Limits;
import ai.ekaya.notify.Notifications;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.util.function.Consumer;

/** What installs, updates and removes apps, put together without a container. */
public record AppLifecycle(
        Installer installer,
        Uninstaller uninstaller,
        AppUpdates updates,
        Rollbacks rollbacks,
        HeldUpdates held,
        AutomaticRollbacks automatic,
        FailedApps failed,
        KeptData kept,
        HalfDone halfDone) {

    /** @param dies is told each step once it is written down; what it throws that is no exception, nobody undoes */
    public static AppLifecycle of(
            Store store,
            Limits limits,
            Clock clock,
            PackageReader reader,
            Sandbox sandbox,
            AppDatabases databases,
            Datasources datasources,
            InstalledApps apps,
            PackageUses uses,
            AppRuns runs,
            PackageTriggers triggers,
            AuditLog audit,
            Notifications notifications,
            ServerId server,
            Trials trials,
            Consumer<String> dies) {
        AppOperations operations = new AppOperations(store, limits, clock, server, step -> dies.accept(step.name()));
        KeptPackages packages = new KeptPackages(uses, limits, clock);
        AppCopies copies = new AppCopies(store, databases, limits, clock);
        Holds holds = new Holds(store, limits, clock, runs);
        HalfDone halfDone = new HalfDone(store, databases, operations, copies, holds, packages, audit);
        PackageTests tests = new PackageTests(sandbox, limits);
        Replacement replacement = new Replacement(
                store,
                limits,
                clock,
                sandbox,
                tests,
                apps,
                new AppTables(databases, copies, limits, clock),
                holds,
                triggers,
                packages,
                operations,
                halfDone,
                audit,
                trials);
        HeldUpdates held = new HeldUpdates(store, clock, apps, packages, notifications, audit);
        Rollbacks rollbacks = new Rollbacks(store, limits, apps, datasources, replacement);
        Uninstaller uninstaller = new Uninstaller(store, limits, clock, databases, packages, triggers, audit);
        return new AppLifecycle(
                new Installer(
                        store,
                        limits,
                        clock,
                        reader,
                        sandbox,
                        tests,
                        new KeptTables(databases, copies, apps, limits, clock),
                        datasources,
                        triggers,
                        operations,
                        halfDone,
                        audit,
                        trials),
                uninstaller,
                new AppUpdates(store, reader, datasources, replacement, held, audit),
                rollbacks,
                held,
                new AutomaticRollbacks(store, rollbacks, notifications),
                new FailedApps(store, clock, apps, databases, copies, notifications, audit),
                new KeptData(store, limits, clock, databases, copies, uninstaller),
                halfDone);
    }
}
