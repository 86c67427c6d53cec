package ai.ekaya.run;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Principals;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.AppStatus;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.journal.Journals;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import ai.ekaya.web.RequestOrigin;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The face of the room: takes runs in, has them done in their turn, tells of their end, stops them. Thread-safe. */
@Singleton
public final class Runs {
    private static final Logger LOGGER = Logger.getLogger(Runs.class.getName());

    private final Store store;
    private final Limits limits;
    private final Execution execution;
    private final RunHistory history;
    private final AuditLog audit;
    private final Budgets budgets;
    private final RunThreads threads;
    private final RunLedger ledger;
    private final RunRights rights;
    private final Performing performing;
    private final RunEnds ends;
    private final RunQueue queue;
    private final ActiveRuns active = new ActiveRuns();

    @Inject
    public Runs(
            Store store,
            Limits limits,
            Clock clock,
            InstalledApps apps,
            Execution execution,
            RunHistory history,
            Journals journals,
            AuditLog audit,
            RunMeters meters,
            Budgets budgets,
            Principals principals,
            RunThreads threads,
            ServerId server) {
        this(
                store,
                limits,
                clock,
                apps,
                execution,
                history,
                journals,
                audit,
                meters,
                budgets,
                principals::of,
                threads,
                server);
    }

    Runs(
            Store store,
            Limits limits,
            Clock clock,
            InstalledApps apps,
            Execution execution,
            RunHistory history,
            Journals journals,
            AuditLog audit,
            RunMeters meters,
            Budgets budgets,
            BiFunction<Transaction, UserId, Optional<Principal>> today,
            RunThreads threads,
            ServerId server) {
        this.store = store;
        this.limits = limits;
        this.execution = execution;
        this.history = history;
        this.audit = audit;
        this.budgets = budgets;
        this.threads = threads;
        this.ledger = new RunLedger(clock, limits, server);
        this.rights = new RunRights(store, today);
        this.performing = new Performing(store, clock, apps, execution, history, budgets, rights, ledger);
        this.ends = new RunEnds(store, ledger, history, journals, audit, budgets, meters);
        this.queue = new RunQueue(
                threads.executor(), limits.intOf(Limit.RUN_CONCURRENT_COUNT), limits.intOf(Limit.RUN_QUEUE_COUNT));
    }

    /** A place in the queue; a run that is inserted in a transaction is started after it has committed. */
    public final class Slot implements AutoCloseable {
        private final RunQueue.Place place;

        private Slot(RunQueue.Place place) {
            this.place = place;
        }

        /** Writes the run's row. Empty when there is one with this idempotency key. */
        public Optional<RunId> insert(Transaction transaction, NewRun asked) {
            return ledger.insert(transaction, asked);
        }

        /** Starts a run whose row is committed, with the rights that its principal has when it begins. */
        public void start(ProjectId project, RunId run, Principal principal) {
            Runs.this.start(place, project, run, principal);
        }

        @Override
        public void close() {
            place.close();
        }
    }

    /** @throws Refusal {@code RATE_LIMITED} when the queue is full */
    public Slot reserve() {
        return new Slot(queue.reserve());
    }

    /** @throws Refusal when the principal may not, the app is off, the input is too large or the queue is full */
    public RunId submit(NewRun asked) {
        Access.require(asked.principal(), Action.RUN_APP, asked.app().project());
        if (asked.app().state() != AppStatus.ENABLED) {
            throw new Refusal(RefusalCode.CONFLICT, "App '" + asked.app().slug() + "' is disabled; enable it first");
        }
        budgets.require(asked.app().project(), asked.app().slug());
        int bytes = asked.inputJson().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.of(Limit.RUN_INPUT_BYTES)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "Input is " + Quantity.ofBytes(bytes) + ", at most "
                            + Quantity.ofBytes(limits.of(Limit.RUN_INPUT_BYTES)));
        }
        try (Slot slot = reserve()) {
            Optional<RunId> run =
                    store.inProject(asked.app().project().value(), transaction -> slot.insert(transaction, asked));
            if (run.isPresent()) {
                slot.start(asked.app().project(), run.get(), asked.principal());
                return run.get();
            }
        }
        return asked.idempotencyKey()
                .flatMap(key -> history.byIdempotencyKey(asked.app(), key))
                .filter(earlier -> earlier.inputJson().equals(asked.inputJson()))
                .map(RunHistory.Earlier::run)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.CONFLICT, "This Idempotency-Key was used for a run with another input"));
    }

    private void start(RunQueue.Place place, ProjectId project, RunId run, Principal principal) {
        Cancellation cancellation = active.begin(run).cancellation();
        try {
            Optional<RequestOrigin> origin = RequestOrigin.current();
            place.start(() -> {
                // The audit of the run says which request it goes back to.
                try (RequestOrigin.Scope request = RequestOrigin.enter(origin)) {
                    work(project, run, principal, cancellation);
                }
            });
        } catch (Refusal stopping) {
            active.drop(run);
            ends.end(project, run, Finished.without(Outcome.lost()));
            throw stopping;
        }
    }

    /** The top of a run: whatever happens below, the run ends with an outcome. */
    private void work(ProjectId project, RunId run, Principal principal, Cancellation cancellation) {
        try {
            Finished finished;
            try {
                finished = performing.perform(project, run, principal, cancellation);
            } catch (Refusal refusal) {
                finished = Finished.refused(refusal.reason());
            } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError bug) {
                LOGGER.log(Level.SEVERE, "Run " + run + " failed in the platform", bug);
                finished = Finished.without(Outcome.broken());
            }
            ends.end(project, run, finished);
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, "The end of run " + run + " could not be stored; it will be marked lost", e);
        } finally {
            active.end(run);
        }
    }

    /**
     * Why a schedule may not run in this user's name today; empty when it may.
     *
     * @param transaction across projects
     */
    public Optional<String> barred(Transaction transaction, UserId owner, ProjectId project) {
        return rights.barred(transaction, owner, project);
    }

    /**
     * Does something else that needs a guest, in its turn among the runs; it is cancelled when the server stops.
     *
     * @throws Refusal {@code RATE_LIMITED} when the queue is full
     */
    <T> CompletionStage<T> inTurn(Function<Cancellation, T> work) {
        RunId id = new RunId(UUID.randomUUID());
        CompletableFuture<T> done = new CompletableFuture<>();
        try (RunQueue.Place place = queue.reserve()) {
            Cancellation cancellation = active.begin(id).cancellation();
            Optional<RequestOrigin> origin = RequestOrigin.current();
            place.start(() -> {
                try (RequestOrigin.Scope request = RequestOrigin.enter(origin)) {
                    done.complete(work.apply(cancellation));
                } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
                    // The top of a thread. Who waits for it is told.
                    done.completeExceptionally(failure);
                } finally {
                    active.drop(id);
                }
            });
        } catch (Refusal full) {
            active.drop(id);
            throw full;
        }
        return done;
    }

    /**
     * The run as it is when it has ended or the time is over, whichever comes first. No thread waits for it: who asks is told on
     * one of the container's.
     */
    CompletionStage<Run> ended(ProjectId project, RunId run, Duration atMost) {
        Optional<ActiveRuns.Active> one = active.find(run);
        if (one.isEmpty() || atMost.isZero()) {
            return CompletableFuture.completedStage(present(project, run));
        }
        long millis = Math.min(atMost.toMillis(), limits.of(Limit.RUN_WAIT_CEILING_MILLIS));
        CompletableFuture<Void> over = new CompletableFuture<>();
        Future<?> bell = threads.timer().schedule(() -> over.complete(null), millis, TimeUnit.MILLISECONDS);
        // anyOf lets go of the one that was not first, so that a run that goes on does not collect who has left.
        return CompletableFuture.anyOf(one.get().ended(), over)
                .thenRun(() -> bell.cancel(false))
                .thenApplyAsync(done -> present(project, run), threads.executor());
    }

    private Run present(ProjectId project, RunId run) {
        return history.find(project, run)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "The run was deleted with its app"));
    }

    /** How many guests run on this server now, previews included. */
    public int running() {
        return execution.running();
    }

    /** How many runs wait for a thread of this server. */
    public int waiting() {
        return queue.waiting();
    }

    /** Whether anybody's run or preview is under way here or about to be. */
    boolean busy() {
        return queue.busy() || execution.running() > 0;
    }

    /** Asks for the run's end; does nothing to one that has ended. */
    public void cancel(Principal by, Run run) {
        Access.require(by, Action.RUN_APP, run.project());
        boolean open = store.inProject(run.project().value(), transaction -> {
            boolean asked = ledger.requestCancel(transaction, run.id());
            if (asked) {
                audit.append(
                        transaction,
                        new AuditEvent(
                                        AuditEvent.Type.RUN_CANCELLED,
                                        by.actor(),
                                        Optional.of(run.project().value()),
                                        "run:" + run.id(),
                                        Map.of("app", run.appSlug()))
                                .through(run.appSlug(), run.id().toString()));
            }
            return asked;
        });
        if (open) {
            stopHere(run.id());
        }
    }

    /**
     * Asks for the end of what an app's schedule started and has not ended, as part of the caller's transaction. Another server
     * that runs it hears of it with its next beat; this one has to be told once that is committed.
     */
    public List<RunId> requestCancel(Transaction transaction, InstalledApp app) {
        List<RunId> open = ledger.requestCancelOfSchedule(transaction, app.id());
        open.forEach(run -> audit.append(
                transaction,
                new AuditEvent(
                                AuditEvent.Type.RUN_CANCELLED,
                                Actor.SYSTEM,
                                Optional.of(app.project().value()),
                                "run:" + run,
                                Map.of("app", app.slug(), "for", "its next due time"))
                        .through(app.slug(), run.toString())));
        return open;
    }

    /** Stops a run that goes on here and whose end was asked for. */
    public void stopHere(RunId run) {
        active.stop(run, Cancellation.Cause.REQUESTED);
    }

    /** To be called once at start, before anything runs: what this server left behind when it died is lost. */
    public int recover() {
        return ends.loseOwn() + ends.loseExpired();
    }

    /** To be called by a timer, at least three times within a lease: says that this server lives, and finds those that do not. */
    public void beat() {
        store.acrossProjects(ledger::renew).forEach(this::stopHere);
        ends.loseExpired();
    }

    /** Stops everything that runs here, for the server's own end: such runs are lost, nobody cancelled them. */
    public void stopAll() {
        active.stopAll(Cancellation.Cause.SERVER_STOP);
    }
}
