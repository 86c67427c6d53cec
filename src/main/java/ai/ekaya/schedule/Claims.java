package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.install.Schedule;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.NewRun;
import ai.ekaya.run.NowAndThen;
import ai.ekaya.run.RunSlot;
import ai.ekaya.run.Runs;
import ai.ekaya.run.Trigger;
import ai.ekaya.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one transaction does with a claimed schedule: each due time gets its line, at most one gets a run, and the cursor moves on. A
 * server that dies before it has committed has done nothing; after that, the line tells.
 */
final class Claims {
    private final Limits limits;
    private final InstalledApps apps;
    private final Runs runs;
    private final Looking looking;
    private final BarredSchedules barredSchedules;
    private final NowAndThen retentions;

    Claims(Limits limits, InstalledApps apps, Runs runs, Looking looking, BarredSchedules barredSchedules) {
        this.limits = limits;
        this.apps = apps;
        this.runs = runs;
        this.looking = looking;
        this.barredSchedules = barredSchedules;
        this.retentions = NowAndThen.tenthOf(limits, Limit.RUN_KEPT_PER_APP_COUNT);
    }

    /** What is to be done once the transaction has committed. */
    record Claimed(ProjectId project, Optional<RunId> run, RunSlot slot, Principal owner, List<RunId> stopped) {}

    /** A claim, why it may not run in its owner's name today, if so, and a place for its run. */
    record Due(Claim claim, Optional<String> barred, RunSlot slot) {}

    /** @param all of one project, which the transaction has entered */
    List<Claimed> due(Transaction transaction, List<Due> all, Instant now) {
        List<AppId> ids = all.stream().map(due -> due.claim().app()).toList();
        Map<AppId, InstalledApp> found = apps.find(transaction, ids);
        Map<AppId, List<Tick>> lines = Ledger.from(
                transaction,
                ids,
                all.stream()
                        .map(due -> due.claim().dueAt())
                        .min(Instant::compareTo)
                        .orElse(now));
        Set<AppId> busy = Ledger.busy(transaction, ids);
        List<Claimed> claimed = new ArrayList<>();
        List<Ledger.Line> started = new ArrayList<>();
        List<Cursors.Moving> moving = new ArrayList<>();
        for (Due due : all) {
            Claim claim = due.claim();
            InstalledApp app = Optional.ofNullable(found.get(claim.app()))
                    .orElseThrow(() -> new IllegalStateException("App " + claim.app() + " has no row"));
            Owed owed = Owed.of(
                    new Owed.Asked(
                            claim.schedule(),
                            claim.app(),
                            claim.dueAt(),
                            now,
                            known(lines.getOrDefault(claim.app(), List.of()))),
                    limits,
                    looking::why,
                    stop(transaction, app, due.barred(), now));
            owed.missed().forEach(line -> Ledger.miss(transaction, claim.project(), claim.app(), line, now));
            Turn turn = new Turn(transaction, claim, app, due.slot(), now, busy.contains(claim.app()), started);
            turn.all(owed);
            moving.add(new Cursors.Moving(claim, owed.next(), turn.waiting));
            claimed.add(new Claimed(claim.project(), turn.run, due.slot(), owner(app), turn.stopped));
        }
        runs.insert(transaction, all.stream().map(Due::slot).toList());
        Ledger.write(transaction, started);
        Cursors.advance(transaction, moving);
        for (AppId app : ids) {
            if (retentions.isTime(app.value())) {
                Ledger.retain(transaction, app, limits.of(Limit.RUN_KEPT_PER_APP_COUNT));
            }
        }
        return claimed;
    }

    /** Starts the tick that has waited longest, now that the run before it has ended. */
    Claimed waiting(Transaction transaction, Claim claim, Optional<String> barred, RunSlot slot, Instant now) {
        InstalledApp app = app(transaction, claim);
        Optional<Tick> tick = Ledger.waiting(transaction, claim.app());
        Optional<Owed.Stop> stop = stop(transaction, app, barred, now);
        if (stop.isPresent() || tick.isEmpty()) {
            stop.ifPresent(
                    why -> Ledger.endWaiting(transaction, claim.app(), Tick.Outcome.MISSED, why.cause(), why.reason()));
            Cursors.waiting(transaction, claim.app(), 0);
            return new Claimed(claim.project(), Optional.empty(), slot, owner(app), List.of());
        }
        Optional<RunId> run = Ledger.busy(transaction, claim.app())
                ? Optional.empty()
                : insert(transaction, slot, app, tick.get().dueAt(), tick.get().missed());
        run.ifPresent(id -> {
            Ledger.start(transaction, claim.app(), tick.get().dueAt(), now, id);
            Cursors.waiting(transaction, claim.app(), claim.waiting() - 1);
        });
        return new Claimed(claim.project(), run, slot, owner(app), List.of());
    }

    private InstalledApp app(Transaction transaction, Claim claim) {
        return apps.find(transaction, claim.app())
                .orElseThrow(() -> new IllegalStateException("App " + claim.app() + " has no row"));
    }

    private static Optional<RunId> insert(
            Transaction transaction, RunSlot slot, InstalledApp app, Instant due, int missed) {
        return slot.insert(transaction, asked(app, due, missed));
    }

    private static NewRun asked(InstalledApp app, Instant due, int missed) {
        return new NewRun(app, owner(app), Trigger.schedule(due, missed), "{}", Optional.empty());
    }

    /** The rights are looked up when the run begins; this only says whose they are. */
    private static Principal owner(InstalledApp app) {
        return new Principal(Principal.Kind.SCHEDULE, app.owner(), app.slug(), false, Map.of());
    }

    private Optional<Owed.Stop> stop(Transaction transaction, InstalledApp app, Optional<String> barred, Instant now) {
        Optional<Owed.Stop> standing = stop(app, now);
        if (standing.isEmpty()) {
            barred.ifPresent(
                    why -> barredSchedules.pause(transaction, app, owner(app).actor(), why));
        }
        return standing.or(() -> barred.map(why -> new Owed.Stop(Cause.PAUSED, why)));
    }

    private static Optional<Owed.Stop> stop(InstalledApp app, Instant now) {
        Optional<String> over = app.trialOver(now);
        if (over.isPresent()) {
            return over.map(why -> new Owed.Stop(Cause.APP_DISABLED, why));
        }
        if (!app.mayRun()) {
            return Optional.of(new Owed.Stop(Cause.APP_DISABLED, "The app " + app.standing()));
        }
        if (app.schedulePaused().isPresent()) {
            return app.schedulePaused().map(why -> new Owed.Stop(Cause.PAUSED, why));
        }
        return app.schedule()
                .flatMap(Schedule::pause)
                .map(pause -> new Owed.Stop(
                        Cause.PAUSED,
                        "The schedule was paused by " + pause.by()
                                + (pause.reason().isEmpty() ? "" : ": " + pause.reason())));
    }

    /** Due times that have a line already: the clock stepped back, or the schedule was changed there and back. */
    static Predicate<Instant> known(List<Tick> lines) {
        return due -> lines.stream().anyMatch(line -> !due.isBefore(line.dueAt()) && !due.isAfter(line.untilAt()));
    }

    /** The due times of one claim, one after the other, each finding what those before it left. Not thread-safe. */
    private final class Turn {
        private final Transaction transaction;
        private final Claim claim;
        private final InstalledApp app;
        private final RunSlot slot;
        private final Instant now;
        /** Lines of new runs, which are written together. */
        private final List<Ledger.Line> started;

        private boolean busy;
        private int waiting;
        private Optional<RunId> run = Optional.empty();
        private List<RunId> stopped = List.of();

        Turn(
                Transaction transaction,
                Claim claim,
                InstalledApp app,
                RunSlot slot,
                Instant now,
                boolean busy,
                List<Ledger.Line> started) {
            this.transaction = transaction;
            this.claim = claim;
            this.app = app;
            this.slot = slot;
            this.now = now;
            this.waiting = claim.waiting();
            this.busy = busy;
            this.started = started;
        }

        void all(Owed owed) {
            owed.queue().forEach(this::queue);
            int standsFor = owed.standsFor();
            for (Instant due : owed.start()) {
                start(due, standsFor);
                standsFor = 0;
            }
        }

        void start(Instant due, int standsFor) {
            if (!busy && waiting == 0) {
                run = Optional.of(slot.plan(asked(app, due, standsFor)));
                run.ifPresent(id -> started.add(
                        new Ledger.Line(claim.project(), claim.app(), Tick.started(due, now, standsFor, id))));
                busy = true;
                return;
            }
            switch (claim.schedule().overlap()) {
                case SKIP -> write(Tick.skipped(due, now, "The run before it was still going on"));
                case QUEUE_ALL -> queue(due, standsFor);
                case QUEUE_ONE -> {
                    if (waiting == 0) {
                        queue(due, standsFor);
                    } else {
                        write(Tick.skipped(due, now, "Another due time was waiting already for the run before to end"));
                    }
                }
                case CANCEL_OLD -> {
                    Ledger.endWaiting(
                            transaction,
                            claim.app(),
                            Tick.Outcome.SKIPPED,
                            Cause.OVERLAP,
                            "The due time after it, " + due + ", took its place");
                    waiting = 0;
                    stopped = runs.requestCancel(transaction, app);
                    queue(due, standsFor);
                }
            }
        }

        void queue(Instant due) {
            queue(due, 0);
        }

        private void queue(Instant due, int standsFor) {
            int most = limits.intOf(Limit.SCHEDULE_WAITING_COUNT);
            if (waiting >= most) {
                String reason = most + " due times were waiting already for the run before to end";
                Ledger.miss(transaction, claim.project(), claim.app(), Missed.one(Cause.QUEUE_FULL, reason, due), now);
                return;
            }
            write(Tick.waiting(due, now, standsFor));
            waiting++;
        }

        private void write(Tick tick) {
            Ledger.write(transaction, claim.project(), claim.app(), tick);
        }
    }
}
