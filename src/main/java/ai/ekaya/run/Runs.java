package ai.ekaya.run;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.CallScope;
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
import ai.ekaya.journal.SealedJournal;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import ai.ekaya.usage.Spent;
import ai.ekaya.web.RequestOrigin;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Starts runs, ends them, and sees to it that each leaves its record. Thread-safe. */
@Singleton
public final class Runs {
    private static final Logger LOGGER = Logger.getLogger(Runs.class.getName());
    private static final String GONE =
            "The user in whose name it runs is gone or disabled, or was a service token that was revoked or has expired";

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final Execution execution;
    private final RunHistory history;
    private final Journals journals;
    private final AuditLog audit;
    private final RunMeters meters;
    private final Budgets budgets;
    private final BiFunction<Transaction, UserId, Optional<Principal>> today;
    private final RunThreads threads;
    private final RunLedger ledger;
    private final RunQueue queue;
    private final Map<RunId, Active> active = new ConcurrentHashMap<>();

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
        this.clock = clock;
        this.apps = apps;
        this.execution = execution;
        this.history = history;
        this.journals = journals;
        this.audit = audit;
        this.meters = meters;
        this.budgets = budgets;
        this.today = today;
        this.threads = threads;
        this.ledger = new RunLedger(clock, limits, server);
        this.queue = new RunQueue(
                threads.executor(), limits.intOf(Limit.RUN_CONCURRENT_COUNT), limits.intOf(Limit.RUN_QUEUE_COUNT));
    }

    /** A run of this server that has not ended. */
    private record Active(Cancellation cancellation, CompletableFuture<Void> ended) {}

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
        Active one = new Active(new Cancellation(), new CompletableFuture<>());
        active.put(run, one);
        try {
            Optional<RequestOrigin> origin = RequestOrigin.current();
            place.start(() -> {
                // The audit of the run says which request it goes back to.
                try (RequestOrigin.Scope request = RequestOrigin.enter(origin)) {
                    work(project, run, principal, one);
                }
            });
        } catch (Refusal stopping) {
            active.remove(run);
            end(project, run, Finished.without(Outcome.lost()));
            throw stopping;
        }
    }

    /** The top of a run: whatever happens below, the run ends with an outcome. */
    private void work(ProjectId project, RunId run, Principal principal, Active one) {
        try {
            Finished finished;
            try {
                finished = perform(project, run, principal, one.cancellation());
            } catch (Refusal refusal) {
                finished = Finished.refused(refusal.reason());
            } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError bug) {
                LOGGER.log(Level.SEVERE, "Run " + run + " failed in the platform", bug);
                finished = Finished.without(Outcome.broken());
            }
            end(project, run, finished);
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, "The end of run " + run + " could not be stored; it will be marked lost", e);
        } finally {
            active.remove(run);
            one.ended().complete(null);
        }
    }

    private Finished perform(ProjectId project, RunId id, Principal asker, Cancellation cancellation) {
        if (cancellation.cancelled()) {
            boolean stopping = cancellation.cause().equals(Optional.of(Cancellation.Cause.SERVER_STOP));
            return Finished.without(stopping ? Outcome.lost() : Outcome.cancelled());
        }
        Run run = history.find(project, id).orElseThrow(() -> new IllegalStateException("Run " + id + " has no row"));
        InstalledApp app = apps.find(project, run.app())
                .filter(found -> found.state() == AppStatus.ENABLED)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_PERMITTED, "The app is disabled or gone"));
        Principal principal = rightsNow(asker);
        if (!mayRun(principal, run.project())) {
            return Finished.refused(notAnyMore(principal));
        }
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

    /** A schedule acts with its owner's roles of today; a request was checked as it came. */
    private Principal rightsNow(Principal asker) {
        if (!asker.kind().unattended()) {
            return asker;
        }
        return store.acrossProjects(transaction -> today.apply(transaction, asker.user()))
                .map(owner -> owner.as(asker.kind()))
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_PERMITTED, GONE));
    }

    /**
     * Why a schedule may not run in this user's name today; empty when it may.
     *
     * @param transaction across projects
     */
    public Optional<String> barred(Transaction transaction, UserId owner, ProjectId project) {
        Optional<Principal> principal = today.apply(transaction, owner);
        if (principal.isEmpty()) {
            return Optional.of(GONE);
        }
        return principal.filter(known -> !mayRun(known, project)).map(Runs::notAnyMore);
    }

    private static boolean mayRun(Principal principal, ProjectId project) {
        return Access.may(principal, Action.RUN_APP, project);
    }

    private static String notAnyMore(Principal principal) {
        return principal.name() + ", in whose name it runs, may no longer run apps in this project";
    }

    private void end(ProjectId project, RunId id, Finished finished) {
        Run run = history.find(project, id).orElseThrow(() -> new IllegalStateException("Run " + id + " has no row"));
        Optional<SealedJournal> journal =
                finished.recording().flatMap(recording -> journals.seal(project, id, recording));
        boolean ended = store.inProject(project.value(), transaction -> {
            boolean finishing = ledger.finish(transaction, run, finished);
            if (finishing) {
                journal.ifPresent(kept -> journals.keep(transaction, project, run.app(), id, kept));
                RunAudit.ended(audit, transaction, run, finished.outcome());
                RunAudit.refusals(audit, transaction, run, finished, "app:" + run.app());
                spend(transaction, run, finished);
            }
            return finishing;
        });
        if (ended) {
            budgets.forget(project);
            meters.count(run, finished);
        } else {
            LOGGER.warning("Run " + id + " was ended by somebody else before it ended here");
        }
    }

    /** What never began is not counted, so that asking in vain uses nothing up. */
    private void spend(Transaction transaction, Run run, Finished finished) {
        if (finished.engine().isPresent()) {
            Run.Usage used = finished.usage();
            budgets.spend(transaction, run.project(), run.appSlug(), new Spent(1, used.fuel(), used.sqlMillis()));
        }
    }

    /**
     * Does something else that needs a guest, in its turn among the runs; it is cancelled when the server stops.
     *
     * @throws Refusal {@code RATE_LIMITED} when the queue is full
     */
    <T> CompletionStage<T> inTurn(Function<Cancellation, T> work) {
        RunId id = new RunId(UUID.randomUUID());
        Active one = new Active(new Cancellation(), new CompletableFuture<>());
        CompletableFuture<T> done = new CompletableFuture<>();
        try (RunQueue.Place place = queue.reserve()) {
            active.put(id, one);
            Optional<RequestOrigin> origin = RequestOrigin.current();
            place.start(() -> {
                try (RequestOrigin.Scope request = RequestOrigin.enter(origin)) {
                    done.complete(work.apply(one.cancellation()));
                } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
                    // The top of a thread. Who waits for it is told.
                    done.completeExceptionally(failure);
                } finally {
                    active.remove(id);
                }
            });
        } catch (Refusal full) {
            active.remove(id);
            throw full;
        }
        return done;
    }

    /**
     * The run as it is when it has ended or the time is over, whichever comes first. No thread waits for it: who asks is told on
     * one of the container's.
     */
    CompletionStage<Run> ended(ProjectId project, RunId run, Duration atMost) {
        Active one = active.get(run);
        if (one == null || atMost.isZero()) {
            return CompletableFuture.completedStage(present(project, run));
        }
        long millis = Math.min(atMost.toMillis(), limits.of(Limit.RUN_WAIT_CEILING_MILLIS));
        CompletableFuture<Void> over = new CompletableFuture<>();
        Future<?> bell = threads.timer().schedule(() -> over.complete(null), millis, TimeUnit.MILLISECONDS);
        // anyOf lets go of the one that was not first, so that a run that goes on does not collect who has left.
        return CompletableFuture.anyOf(one.ended(), over)
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
            stop(run.id());
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
        stop(run);
    }

    private void stop(RunId run) {
        stop(run, Cancellation.Cause.REQUESTED);
    }

    private void stop(RunId run, Cancellation.Cause why) {
        Active one = active.get(run);
        if (one != null) {
            one.cancellation().cancel(why);
        }
    }

    /** To be called once at start, before anything runs: what this server left behind when it died is lost. */
    public int recover() {
        return lost(ledger::loseOwn) + lost(ledger::loseExpired);
    }

    /** To be called by a timer, at least three times within a lease: says that this server lives, and finds those that do not. */
    public void beat() {
        store.acrossProjects(ledger::renew).forEach(this::stop);
        lost(ledger::loseExpired);
    }

    /** Also a run that nobody saw ending leaves its event. */
    private int lost(Function<Transaction, List<RunLedger.Lost>> lose) {
        return store.acrossProjects(transaction -> {
            List<RunLedger.Lost> lost = lose.apply(transaction);
            for (RunLedger.Lost one : lost) {
                transaction.enter(one.project().value());
                history.find(transaction, one.run())
                        .ifPresent(run -> RunAudit.ended(audit, transaction, run, Outcome.lost()));
            }
            return lost.size();
        });
    }

    /** Stops everything that runs here, for the server's own end: such runs are lost, nobody cancelled them. */
    public void stopAll() {
        active.keySet().forEach(run -> stop(run, Cancellation.Cause.SERVER_STOP));
    }
}
