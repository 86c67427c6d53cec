package ai.ekaya.run;

import ai.ekaya.catalog.Revocation;
import ai.ekaya.catalog.Revoked;
import ai.ekaya.host.Attempt;
import ai.ekaya.host.CallScope;
import ai.ekaya.host.DataReach;
import ai.ekaya.host.HttpReach;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.FailedApps;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.live.Live;
import ai.ekaya.live.LiveRun;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** One run from its turn in the queue to what it leaves: whether it still may, what it runs with, its guest. Thread-safe. */
final class Performing {
    private static final Logger LOGGER = Logger.getLogger(Performing.class.getName());

    private final Store store;
    private final Clock clock;
    private final InstalledApps apps;
    private final FailedApps failed;
    private final Execution execution;
    private final Budgets budgets;
    private final RunRights rights;
    private final RunLedger ledger;
    private final RunEnds ends;
    private final Live live;
    private final Duration rightsKept;

    Performing(
            Store store,
            Limits limits,
            Clock clock,
            InstalledApps apps,
            FailedApps failed,
            Execution execution,
            Budgets budgets,
            RunRights rights,
            RunLedger ledger,
            RunEnds ends,
            Live live) {
        this.store = store;
        this.clock = clock;
        this.apps = apps;
        this.failed = failed;
        this.execution = execution;
        this.budgets = budgets;
        this.rights = rights;
        this.ledger = ledger;
        this.ends = ends;
        this.live = live;
        this.rightsKept = limits.durationOf(Limit.RUN_RIGHTS_MILLIS);
    }

    /**
     * The top of a run: whatever happens below, the run ends with an outcome.
     *
     * @param begin how it begins; refuses when it may not run any more
     * @return the run as it ended; empty when the end could not be stored or is another's to store
     */
    Optional<Run> perform(Held held, Supplier<Begun> begin, ActiveRuns.Active active) {
        Held now = held;
        try {
            Finished finished;
            try {
                Optional<Finished> stopped = stopped(active.cancellation());
                if (stopped.isPresent()) {
                    finished = stopped.get();
                } else {
                    Begun begun = begin.get();
                    now = begun.held();
                    finished = perform(begun, active);
                }
            } catch (HeldBack back) {
                // What had not begun waits for its next attempt, which keeps its number.
                finished = Finished.without(Outcome.lost());
            } catch (Refusal refusal) {
                finished = Finished.refused(refusal.reason());
            } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError bug) {
                LOGGER.log(Level.SEVERE, "Run " + held.run().id() + " failed in the platform", bug);
                finished = Finished.without(Outcome.broken());
            }
            Held last = now;
            Finished left = finished;
            return PatientEnd.store(() -> ends.end(last, left), active);
        } catch (RuntimeException e) {
            LOGGER.log(
                    Level.SEVERE,
                    "The end of run " + held.run().id() + " could not be stored; it will be marked lost",
                    e);
            return Optional.empty();
        }
    }

    /** A run that begins, and with what. */
    record Begun(Held held, InstalledApp app, Principal principal, String inputJson) {}

    /**
     * Begins a run that waited for its turn: asks again whether it may run, since much may have changed.
     *
     * @throws Refusal when it may not run any more
     */
    Begun begin(Held held, Principal asker) {
        ProjectId project = held.run().project();
        Principal principal = rights.requireNow(asker, project);
        return store.inProject(project.value(), transaction -> begin(transaction, held, principal));
    }

    private Begun begin(Transaction transaction, Held held, Principal principal) {
        InstalledApp app = apps.find(transaction, held.run().app())
                .filter(InstalledApp::mayRun)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_PERMITTED, "The app is disabled or gone"));
        app.trialOver(clock.instant()).ifPresent(why -> {
            throw new Refusal(RefusalCode.NOT_PERMITTED, why);
        });
        budgets.require(transaction, app.project(), app.slug());
        RunLedger.Started started =
                ledger.start(transaction, held, app).orElseThrow(() -> notBegun(transaction, held, app));
        return new Begun(started.held(), app, principal, started.inputJson());
    }

    private RuntimeException notBegun(Transaction transaction, Held held, InstalledApp app) {
        Optional<Revocation> revoked = Revoked.of(transaction, app.packageHash());
        if (revoked.isPresent()) {
            return new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The package of version " + app.version() + " was revoked: "
                            + revoked.get().reason() + "; update the app, or roll it back");
        }
        return ledger.isQueued(transaction, held)
                ? new HeldBack()
                : new Refusal(RefusalCode.CONFLICT, "The run was ended before it began");
    }

    /** Its app is being updated: it begins once that has ended. */
    private static final class HeldBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HeldBack() {
            super("The app is being updated", null, false, false);
        }
    }

    /** @throws Refusal when its package is not what was installed */
    private Finished perform(Begun begun, ActiveRuns.Active active) {
        Run run = begun.held().run();
        InstalledApp app = begun.app();
        AppPackage read = ready(app);
        CallScope scope = new CallScope(
                run.project(),
                run.app(),
                run.appSlug(),
                run.id(),
                Optional.of(new Attempt(run.attempt(), begun.held().fence())),
                begun.principal(),
                run.trigger(),
                read.capabilities().hostFunctions(),
                app.grants().hostFunctions(),
                common(read.capabilities().queries(), app.grants().queries()),
                common(read.capabilities().secretNames(), app.grants().secretNames()),
                common(read.capabilities().tools(), app.grants().tools()),
                app.datasources(),
                HttpReach.of(read.capabilities(), app.grants()),
                DataReach.of(read.capabilities(), app.grants()),
                clock.millis(),
                run.seed(),
                execution.hostCalls(read, app.grants()),
                new RightsNow(
                        begun.principal(),
                        () -> rights.requireNow(begun.principal(), run.project()),
                        clock,
                        rightsKept));
        live.changed(run.project(), run.id(), run.appSlug(), "RUNNING", Optional.empty());
        try (LiveRun watched = live.watch(run.project(), run.id(), run.appSlug())) {
            return execution.run(
                    new Execution.Work(
                            read,
                            app.grants(),
                            scope,
                            begun.inputJson(),
                            app.settings(),
                            execution.detector(run.project(), begun.held().secretsVersion())),
                    active.cancellation(),
                    active::held,
                    watched);
        }
    }

    /** @throws Refusal when its package is not what was installed, or the engine does not accept it: the app has failed then */
    private AppPackage ready(InstalledApp app) {
        AppPackage read;
        try {
            read = apps.load(app);
        } catch (Refusal damaged) {
            failed.found(app, damaged.reason());
            throw damaged;
        }
        try {
            execution.prepare(read);
        } catch (Refusal refusal) {
            if (FailedApps.isOfCode(refusal)) {
                failed.found(app, "This server does not accept its code: " + refusal.reason());
            }
            throw refusal;
        }
        return read;
    }

    /** What is left of a run that was stopped before it began; empty when it was not. */
    private static Optional<Finished> stopped(Cancellation cancellation) {
        return cancellation
                .cause()
                .map(why ->
                        Finished.without(why == Cancellation.Cause.SERVER_STOP ? Outcome.lost() : Outcome.cancelled()));
    }

    /** As of host functions, a query or a secret must be asked for and granted. */
    private static Map<String, String> common(Map<String, String> asked, Map<String, String> granted) {
        return asked.entrySet().stream()
                .filter(granted.entrySet()::contains)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Set<String> common(Set<String> asked, Set<String> granted) {
        return asked.stream().filter(granted::contains).collect(Collectors.toSet());
    }
}
