package ai.ekaya.run;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Principals;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.journal.Journals;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.live.Live;
import ai.ekaya.store.ServerId;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

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
    private final RunNews news;
    private final RunLedger ledger;
    private final RunRights rights;
    private final Performing performing;
    private final LostRuns lost;
    private final WaitingRuns waitingRuns;
    private final Cancels cancels;
    private final Turns turns;
    private final ActiveRuns active;

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
            Recovery recovery,
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
                recovery,
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
            Recovery recovery,
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
        this.ledger = new RunLedger(clock, limits, server);
        this.rights = new RunRights(store, today);
        this.active = new ActiveRuns(clock, limits.durationOf(Limit.RUN_LEASE_SECONDS));
        this.news = new RunNews(live);
        RunAttempts attempts = new RunAttempts(clock, ledger);
        LostEnds lostEnds = new LostEnds(clock, audit, recovery.effects(), recovery.notifications());
        this.waitingRuns = new WaitingRuns(
                store,
                clock,
                attempts,
                rights,
                threads,
                signals,
                () -> reserve(1).stream().findFirst());
        Retries retries = new Retries(
                store,
                limits,
                clock,
                attempts,
                recovery.effects(),
                lostEnds,
                new FailingSchedules(limits, recovery.schedules(), recovery.notifications()),
                new FirstRuns(limits, recovery.rollbacks(), threads.executor()));
        RunEnds ends = new RunEnds(
                store,
                limits,
                ledger,
                journals,
                audit,
                budgets,
                meters,
                retries,
                waitingRuns,
                news,
                new CommitTimes(store, threads, limits),
                recovery.notifications());
        this.lost = new LostRuns(store, limits, clock, server, history, attempts, recovery.effects(), lostEnds, news);
        this.performing = new Performing(
                store, limits, clock, apps, recovery.failed(), execution, budgets, rights, ledger, ends, live);
        this.cancels = new Cancels(store, ledger, attempts, history, audit, active, signals, news);
        RunQueue queue = new RunQueue(threads.executor(), limits, project -> budgets.weight(new ProjectId(project)));
        this.turns = new Turns(queue, active, performing, ends);
    }

    /** Places for what schedules start, as many as there are and at most so many; each is to be closed. */
    public List<RunSlot> reserve(int countMax) {
        return turns.reserve(RunQueue.Lane.SCHEDULES, countMax).stream()
                .map(this::slot)
                .toList();
    }

    private RunSlot slot(RunQueue.Place place) {
        return new RunSlot(place, turns, ledger, performing, news);
    }

    /** Writes what was planned in these slots; those in which nothing was are passed over. */
    public void insert(Transaction transaction, List<RunSlot> slots) {
        RunSlot.insert(transaction, ledger, slots);
    }

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
        RunSlot.Started started = start(asked);
        if (started.active().isEmpty() || atMost.isZero()) {
            return started.active().isEmpty()
                    ? ended(asked.project(), started.run().id(), atMost)
                    : CompletableFuture.completedStage(started.run());
        }
        return ended(started.active().get(), asked.project(), started.run().id(), atMost);
    }

    private RunSlot.Started start(Asked asked) {
        Access.require(asked.principal(), Action.RUN_APP, asked.project());
        asked.refuseTooLarge(limits);
        RunQueue.Lane lane = asked.trigger().isWaitedForByRun() ? RunQueue.Lane.TOOLS : RunQueue.Lane.PEOPLE;
        try (RunSlot slot = slot(turns.reserve(lane))) {
            InstalledApp app =
                    store.inProject(asked.project().value(), transaction -> insert(transaction, slot, asked));
            return slot.isInserted()
                    ? slot.startHere(asked.principal())
                    : new RunSlot.Started(earlier(app, asked), Optional.empty());
        }
    }

    private InstalledApp insert(Transaction transaction, RunSlot slot, Asked asked) {
        InstalledApp app = apps.require(transaction, asked.project(), asked.app());
        if (!app.mayRun()) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "App '" + app.slug() + "' " + app.standing() + (app.enabled() ? "" : "; enable it first"));
        }
        app.trialOver(clock.instant()).ifPresent(why -> {
            throw new Refusal(RefusalCode.CONFLICT, why);
        });
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

    /** @param listener called on a run's thread when one that a schedule started has ended here; it only starts what is to be done */
    public void afterScheduled(Runnable listener) {
        turns.afterScheduled(listener);
    }

    /**
     * Why a schedule may not run in this user's name today; empty when it may.
     *
     * @param transaction across projects
     */
    public Optional<String> barred(Transaction transaction, UserId owner, ProjectId project) {
        return rights.barred(transaction, owner, project);
    }

    /** @see Turns#inTurn */
    <T> CompletionStage<T> inTurn(Run whose, Function<Cancellation, T> work) {
        return turns.inTurn(whose, work);
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
        return turns.waiting();
    }

    /** Whether anybody's run or preview is under way here or about to be. */
    boolean busy() {
        return turns.busy() || execution.running() > 0;
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

    /** To be called once at start, before anything runs: finds what this server left behind when it died. */
    public int recover() {
        cancels.listen(threads.executor());
        waitingRuns.listen();
        int recovered = lost.recoverOwn() + lost.recoverExpired();
        waitingRuns.look();
        return recovered;
    }

    /** To be called by a timer, at least three times within a lease: says that this server lives, and finds those that do not. */
    public void beat() {
        Instant before = clock.instant();
        List<RunId> here = active.withRow();
        if (!here.isEmpty()) {
            List<RunLedger.Renewed> renewed = store.acrossProjects(transaction -> ledger.renew(transaction, here));
            active.renewed(here, renewed, before);
            renewed.stream().filter(RunLedger.Renewed::cancelRequested).forEach(row -> cancels.stop(row.run()));
        }
        lost.recoverExpired();
        waitingRuns.look();
    }

    /** Stops everything that runs here, for the server's own end: such runs are lost, nobody cancelled them. */
    public void stopAll() {
        waitingRuns.stop();
        active.stopAll(Cancellation.Cause.SERVER_STOP);
    }
}
