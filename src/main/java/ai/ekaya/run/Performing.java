package ai.ekaya.run;

import ai.ekaya.host.CallScope;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.AppStatus;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.store.Store;
import ai.ekaya.usage.Budgets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One run from its turn in the queue to what it leaves: whether it still may, what it runs with, its guest. Thread-safe. */
final class Performing {
    private final Store store;
    private final Clock clock;
    private final InstalledApps apps;
    private final Execution execution;
    private final RunHistory history;
    private final Budgets budgets;
    private final RunRights rights;
    private final RunLedger ledger;

    Performing(
            Store store,
            Clock clock,
            InstalledApps apps,
            Execution execution,
            RunHistory history,
            Budgets budgets,
            RunRights rights,
            RunLedger ledger) {
        this.store = store;
        this.clock = clock;
        this.apps = apps;
        this.execution = execution;
        this.history = history;
        this.budgets = budgets;
        this.rights = rights;
        this.ledger = ledger;
    }

    /** @throws Refusal when it may not run any more */
    Finished perform(ProjectId project, RunId id, Principal asker, Cancellation cancellation) {
        if (cancellation.cancelled()) {
            boolean stopping = cancellation.cause().equals(Optional.of(Cancellation.Cause.SERVER_STOP));
            return Finished.without(stopping ? Outcome.lost() : Outcome.cancelled());
        }
        Run run = history.find(project, id).orElseThrow(() -> new IllegalStateException("Run " + id + " has no row"));
        InstalledApp app = apps.find(project, run.app())
                .filter(found -> found.state() == AppStatus.ENABLED)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_PERMITTED, "The app is disabled or gone"));
        Principal principal = rights.requireNow(asker, project);
        // Here as well: schedules ask for runs without submit, and a queue may outlast a budget.
        budgets.require(project, app.slug());
        AppPackage read = apps.load(app);
        RunLedger.Started started = store.inProject(project.value(), transaction -> ledger.start(transaction, id, app))
                .orElseThrow(() -> new Refusal(RefusalCode.CONFLICT, "The run was ended before it began"));
        CallScope scope = new CallScope(
                run.project(),
                run.app(),
                run.appSlug(),
                id,
                principal,
                run.trigger(),
                read.capabilities().hostFunctions(),
                app.grants().hostFunctions(),
                common(read.capabilities().queries(), app.grants().queries()),
                common(read.capabilities().secretNames(), app.grants().secretNames()),
                app.datasources(),
                clock.millis(),
                started.seed(),
                execution.hostCalls(read, app.grants()));
        return execution.run(
                new Execution.Work(read, app.grants(), scope, started.inputJson(), app.settings()), cancellation);
    }

    /** As of host functions, a query or a secret must be asked for and granted. */
    private static Set<String> common(Set<String> asked, Set<String> granted) {
        return asked.stream().filter(granted::contains).collect(Collectors.toSet());
    }
}
