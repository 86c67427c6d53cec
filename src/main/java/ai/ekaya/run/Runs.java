package ai.ekaya.run;

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
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.live.Live;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import ai.ekaya.web.RequestOrigin;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The face of the room: takes runs in, has them done in their turn, tells of their end, stops them. Thread-safe. */
@Singleton
public final class Runs {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final Execution execution;
    private final RunHistory history;
    private final Budgets budgets;
    private final RunThreads threads;
    private final Live live;
    private final RunLedger ledger;
    private final RunRights rights;
    private final Performing performing;
    private final RunEnds ends;
    private final Cancels cancels;
    private final RunQueue queue;
    private final ActiveRuns active;
    private final List<Runnable> afterScheduled = new CopyOnWriteArrayList<>();

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
            ServerId server,
            Signals signals,
            Live live) {
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
                server,
                signals,
                live);
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
            ServerId server,
            Signals signals,
            Live live) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.apps = apps;
        this.execution = execution;
        this.history = history;
        this.budgets = budgets;
        this.threads = threads;
        this.live = live;
        this.ledger = new RunLedger(clock, limits, server);
        this.rights = new RunRights(store, today);
        this.active = new ActiveRuns(clock, limits.durationOf(Limit.RUN_LEASE_SECONDS));
        this.ends = new RunEnds(
                store,
                limits,
                ledger,
                history,
                journals,
                audit,
                budgets,
                meters,
                live,
                new CommitTimes(store, threads, limits));
        this.performing = new Performing(store, clock, apps, execution, budgets, rights, ledger, ends, live);
        this.cancels = new Cancels(store, ledger, audit, active, signals);
        this.queue = new RunQueue(threads.executor(), limits);
    }

    /** A place in the queue; a run that is inserted in a transaction is started after it has committed. */
    public final class Slot implements AutoCloseable {
        private final RunQueue.Place place;
        private Optional<RunLedger.Planned> planned = Optional.empty();
        private Optional<Inserted> inserted = Optional.empty();

        private Slot(RunQueue.Place place) {
            this.place = place;
        }

        private record Inserted(Held held, NewRun asked, RunLedger.Turn turn) {}

        /** A run that {@link Runs#insert} writes with others, to wait for its turn. */
        public RunId plan(NewRun asked) {
            place.of(new RunQueue.Whose(
                    asked.app().project().value(), asked.app().id().value()));
            RunLedger.Planned one = RunLedger.Planned.of(asked);
            planned = Optional.of(one);
            return one.id();
        }

        /** Writes the run's row. Empty when there is one with this idempotency key. */
        public Optional<RunId> insert(Transaction transaction, NewRun asked) {
            InstalledApp app = asked.app();
            boolean admitted =
                    place.of(new RunQueue.Whose(app.project().value(), app.id().value()));
            // What a schedule's owner may is asked when it begins, so it is not begun yet.
            boolean now = admitted && asked.principal().kind() != Principal.Kind.SCHEDULE;
            RunLedger.Turn turn = now ? RunLedger.Turn.NOW : RunLedger.Turn.LATER;
            inserted = ledger.insert(transaction, asked, turn).map(held -> new Inserted(held, asked, turn));
            return inserted.map(one -> one.held().run().id());
        }

        /** Starts the run whose row was inserted and is committed, with the rights that its principal has when it begins. */
        public void start(Principal principal) {
            startHere(principal);
        }

        private Started startHere(Principal principal) {
            Inserted one = inserted.orElseThrow(() -> new IllegalStateException("No run was inserted in this slot"));
            Held held = one.held();
            Supplier<Performing.Begun> begin = one.turn() == RunLedger.Turn.NOW
                    ? () -> new Performing.Begun(
                            held, one.asked().app(), principal, one.asked().inputJson())
                    : () -> performing.begin(held, principal);
            if (one.turn() == RunLedger.Turn.LATER) {
                // What waits does not hold its input in memory: it is read again.
                inserted = Optional.empty();
            }
            if (one.turn() == RunLedger.Turn.LATER) {
                live.changed(held.run().project(), held.run().id(), held.run().appSlug(), "QUEUED", Optional.empty());
            }
            return new Started(held.run(), Optional.of(Runs.this.start(place, held, begin)));
        }

        @Override
        public void close() {
            place.close();
        }
    }

    /** Places for what schedules start, as many as there are and at most so many; each is to be closed. */
    public List<Slot> reserve(int countMax) {
        return queue.reserve(RunQueue.Lane.SCHEDULES, countMax).stream()
                .map(Slot::new)
                .toList();
    }

    /** Writes what was planned in these slots; those in which nothing was are passed over. */
    public void insert(Transaction transaction, List<Slot> slots) {
        List<Slot> planned =
                slots.stream().filter(slot -> slot.planned.isPresent()).toList();
        List<Held> held = ledger.insertLater(
                transaction,
                planned.stream().flatMap(slot -> slot.planned.stream()).toList());
        for (int i = 0; i < planned.size(); i++) {
            Slot slot = planned.get(i);
            slot.inserted = Optional.of(
                    new Slot.Inserted(held.get(i), slot.planned.orElseThrow().asked(), RunLedger.Turn.LATER));
        }
    }

    /** A run that was asked for: as it was written, and what is told of its end; empty when it was asked for before. */
    private record Started(Run run, Optional<ActiveRuns.Active> active) {}

    /** @throws Refusal when the principal may not, the app is off, the input is too large or the queue is full */
    public RunId submit(NewRun asked) {
        return start(Asked.of(asked)).run().id();
    }

    /**
     * Starts a run; gives it as it is when it has ended or the time is over, whichever comes first. No thread waits for it: who asks is
     * told on one of the container's.
     *
     * @throws Refusal as {@link #submit}
     */
    CompletionStage<Run> submit(Asked asked, Duration atMost) {
        Started started = start(asked);
        if (started.active().isEmpty() || atMost.isZero()) {
            return started.active().isEmpty()
                    ? ended(asked.project(), started.run().id(), atMost)
                    : CompletableFuture.completedStage(started.run());
        }
        return ended(started.active().get(), asked.project(), started.run().id(), atMost);
    }

    private Started start(Asked asked) {
        Access.require(asked.principal(), Action.RUN_APP, asked.project());
        asked.refuseTooLarge(limits);
        try (Slot slot = new Slot(queue.reserve(RunQueue.Lane.PEOPLE))) {
            InstalledApp app =
                    store.inProject(asked.project().value(), transaction -> insert(transaction, slot, asked));
            if (slot.inserted.isPresent()) {
                return slot.startHere(asked.principal());
            }
            return new Started(earlier(app, asked), Optional.empty());
        }
    }

    private InstalledApp insert(Transaction transaction, Slot slot, Asked asked) {
        InstalledApp app = apps.require(transaction, asked.project(), asked.app());
        if (app.state() != AppStatus.ENABLED) {
            throw new Refusal(RefusalCode.CONFLICT, "App '" + app.slug() + "' is disabled; enable it first");
        }
        budgets.require(transaction, app.project(), app.slug());
        slot.insert(transaction, asked.of(app));
        return app;
    }

    private Run earlier(InstalledApp app, Asked asked) {
        return asked.idempotencyKey()
                .flatMap(key -> history.byIdempotencyKey(app, key))
                .filter(earlier -> earlier.inputJson().equals(asked.inputJson()))
                .map(earlier -> present(app.project(), earlier.run()))
                .orElseThrow(() -> new Refusal(
                        RefusalCode.CONFLICT, "This Idempotency-Key was used for a run with another input"));
    }

    private ActiveRuns.Active start(RunQueue.Place place, Held held, Supplier<Performing.Begun> begin) {
        Run run = held.run();
        ActiveRuns.Active one = active.begin(held);
        AtomicReference<Optional<Run>> ended = new AtomicReference<>(Optional.empty());
        Optional<RequestOrigin> origin = RequestOrigin.current();
        try {
            Runnable hurry = place.start(new RunQueue.Work(
                    () -> {
                        // The audit of the run says which request it goes back to.
                        try (RequestOrigin.Scope request = RequestOrigin.enter(origin)) {
                            ended.set(performing.perform(held, begin, one));
                        } finally {
                            active.drop(run.id());
                        }
                    },
                    () -> tell(run, one, ended.get())));
            // Who stops a run that waits does not wait for its turn.
            one.cancellation().onCancel(() -> {
                if (one.cancellation().cause().equals(Optional.of(Cancellation.Cause.REQUESTED))) {
                    hurry.run();
                }
            });
        } catch (Refusal stopping) {
            active.drop(run.id());
            ends.end(held, Finished.without(Outcome.lost()));
            throw stopping;
        }
        return one;
    }

    private void tell(Run run, ActiveRuns.Active one, Optional<Run> ended) {
        one.ended().complete(ended);
        if (run.trigger().path("kind").asText().equals("schedule")) {
            afterScheduled.forEach(Runnable::run);
        }
    }

    /** @param listener called on a run's thread when one that a schedule started has ended here; it only starts what is to be done */
    public void afterScheduled(Runnable listener) {
        afterScheduled.add(listener);
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
    <T> CompletionStage<T> inTurn(Run whose, Function<Cancellation, T> work) {
        RunId id = new RunId(UUID.randomUUID());
        CompletableFuture<T> done = new CompletableFuture<>();
        try (RunQueue.Place place = queue.reserve(RunQueue.Lane.PEOPLE)) {
            place.of(new RunQueue.Whose(whose.project().value(), whose.app().value()));
            Cancellation cancellation = active.begin(id).cancellation();
            Optional<RequestOrigin> origin = RequestOrigin.current();
            place.start(new RunQueue.Work(
                    () -> {
                        try (RequestOrigin.Scope request = RequestOrigin.enter(origin)) {
                            done.complete(work.apply(cancellation));
                        } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
                            // The top of a thread. Who waits for it is told.
                            done.completeExceptionally(failure);
                        } finally {
                            active.drop(id);
                        }
                    },
                    () -> {}));
        } catch (Refusal full) {
            active.drop(id);
            throw full;
        }
        return done;
    }

    /** The run as it is when it has ended or the time is over, whichever comes first. */
    CompletionStage<Run> ended(ProjectId project, RunId run, Duration atMost) {
        Optional<ActiveRuns.Active> one = active.find(run);
        if (one.isEmpty() || atMost.isZero()) {
            return CompletableFuture.completedStage(present(project, run));
        }
        return ended(one.get(), project, run, atMost);
    }

    private CompletionStage<Run> ended(ActiveRuns.Active one, ProjectId project, RunId run, Duration atMost) {
        long millis = Math.min(atMost.toMillis(), limits.of(Limit.RUN_WAIT_CEILING_MILLIS));
        CompletableFuture<Optional<Run>> over = new CompletableFuture<>();
        Future<?> bell = threads.timer().schedule(() -> over.complete(Optional.empty()), millis, TimeUnit.MILLISECONDS);
        // anyOf lets go of the one that was not first, so that a run that goes on does not collect who has left.
        return CompletableFuture.anyOf(one.ended(), over)
                .thenRun(() -> bell.cancel(false))
                .thenApplyAsync(
                        done -> one.ended().getNow(Optional.empty()).orElseGet(() -> present(project, run)),
                        threads.executor());
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
        cancels.cancel(by.actor(), run);
    }

    /**
     * Asks for the end of what an app's schedule started and has not ended, as part of the caller's transaction. Once that is
     * committed, {@link #stop} tells the server that runs it.
     */
    public List<RunId> requestCancel(Transaction transaction, InstalledApp app) {
        return cancels.requestOfSchedule(transaction, app);
    }

    /** Stops a run whose end was asked for, here or on another server. */
    public void stop(RunId run) {
        cancels.stop(run);
    }

    /** To be called once at start, before anything runs: what this server left behind when it died is lost. */
    public int recover() {
        cancels.listen(threads.executor());
        return ends.loseOwn() + ends.loseExpired();
    }

    /** To be called by a timer, at least three times within a lease: says that this server lives, and finds those that do not. */
    public void beat() {
        Instant before = clock.instant();
        List<RunId> here = active.withRow();
        if (!here.isEmpty()) {
            List<RunLedger.Renewed> renewed = store.acrossProjects(ledger::renew);
            active.renewed(here, renewed, before);
            renewed.stream().filter(RunLedger.Renewed::cancelRequested).forEach(row -> cancels.stop(row.run()));
        }
        ends.loseExpired();
    }

    /** Stops everything that runs here, for the server's own end: such runs are lost, nobody cancelled them. */
    public void stopAll() {
        active.stopAll(Cancellation.Cause.SERVER_STOP);
    }
}
