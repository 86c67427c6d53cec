package ai.ekaya.schedule;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.install.Schedule;
import ai.ekaya.install.ScheduleJson;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.RunSlot;
import ai.ekaya.run.Runs;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Fires what is due. A claim writes the ticks, the run's row and the next time in one transaction, so that whatever dies when, a due
 * time has one run or none and its line tells which. Thread-safe; any number of servers may do it at once.
 */
@Singleton
public final class Schedules {
    private static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final Runs runs;
    private final Looking looking;
    private final Claims claims;
    private final Following following;
    /** Whose turn it was. */
    private volatile UUID lastProject = new UUID(0, 0);

    private volatile boolean waiting;
    private volatile boolean full;
    /** When the next one is due, unless the last look did anything about it. */
    private volatile Optional<Instant> idleUntil = Optional.empty();

    @Inject
    public Schedules(
            Store store, Limits limits, Clock clock, InstalledApps apps, BarredSchedules barredSchedules, Runs runs) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.apps = apps;
        this.runs = runs;
        this.looking = new Looking(limits.durationOf(Limit.SCHEDULE_LATE_SECONDS));
        this.claims = new Claims(limits, apps, runs, looking, barredSchedules);
        this.following = new Following(limits);
    }

    /** One look at the clock, and what it says is done: gives how many runs were started. What waits goes before what is due. */
    public int poll() {
        Instant now = clock.instant();
        looking.at(now);
        full = false;
        Cursors.Sight sight = store.acrossProjects(Cursors::look);
        if (sight.changed()) {
            follow();
        }
        waiting = sight.waiting();
        int started = waiting ? claimWaiting() : 0;
        boolean due = sight.next().filter(at -> !at.isAfter(now)).isPresent();
        idleUntil = due || sight.changed() ? Optional.empty() : sight.next();
        return started + (due || sight.changed() ? claimDue() : 0);
    }

    /** When to look again, as far as the schedules say. */
    Optional<Instant> nextAt() {
        return idleUntil.or(() -> store.acrossProjects(Cursors::look).next());
    }

    /** Whether the end of any run, which makes room or ends a wait, is a reason to look again. */
    boolean waitsForRuns() {
        return waiting || full;
    }

    /** Whether there was more to claim than places for it. */
    boolean full() {
        return full;
    }

    private void follow() {
        Instant now = clock.instant();
        int most = limits.intOf(Limit.INSTALL_APPS_PER_PROJECT_COUNT);
        store.transactAcross(transaction -> Cursors.ended(transaction, most).forEach(claim -> {
            transaction.enter(claim.project().value());
            following.end(transaction, claim, now);
        }));
        store.transactAcross(transaction -> Cursors.moved(transaction, most).forEach(moved -> {
            transaction.enter(moved.project().value());
            following.follow(transaction, moved);
        }));
    }

    private int claimWaiting() {
        List<Runnable> starts = new ArrayList<>();
        try {
            boolean more = true;
            while (more) {
                more = claim(1, this::waiting, starts);
            }
        } finally {
            starts.forEach(Runnable::run);
        }
        return starts.size();
    }

    private List<Claims.Claimed> waiting(Transaction transaction, List<RunSlot> slots) {
        return Cursors.waiting(transaction, lastProject)
                .map(claim -> {
                    Optional<String> barred = runs.barred(transaction, claim.owner(), claim.project());
                    lastProject = claim.project().value();
                    transaction.enter(claim.project().value());
                    return List.of(claims.waiting(transaction, claim, barred, slots.getFirst(), clock.instant()));
                })
                .orElse(List.of());
    }

    private int claimDue() {
        int together = limits.intOf(Limit.SCHEDULE_CLAIMS_COUNT);
        // All are claimed before the first is started, which would take the processor from the rest.
        List<Runnable> starts = new ArrayList<>();
        boolean more = true;
        try {
            while (more) {
                try {
                    more = claim(together, this::due, starts);
                } catch (RuntimeException oneOfMany) {
                    if (together == 1) {
                        throw oneOfMany;
                    }
                    // One by one, so that a schedule that cannot be claimed keeps no other back.
                    together = 1;
                }
            }
        } finally {
            starts.forEach(Runnable::run);
        }
        return starts.size();
    }

    private List<Claims.Claimed> due(Transaction transaction, List<RunSlot> slots) {
        Instant now = clock.instant();
        List<Claim> found = Cursors.due(transaction, now, lastProject, slots.size());
        Map<Owner, Optional<String>> barred = new HashMap<>();
        Map<ProjectId, List<Claims.Due>> byProject = new LinkedHashMap<>();
        for (Claim claim : found) {
            // Looked up before a project is entered, as rights span projects.
            Optional<String> why = barred.computeIfAbsent(
                    new Owner(claim.owner(), claim.project()),
                    owner -> runs.barred(transaction, owner.user(), owner.project()));
            RunSlot slot =
                    slots.get(byProject.values().stream().mapToInt(List::size).sum());
            byProject
                    .computeIfAbsent(claim.project(), project -> new ArrayList<>())
                    .add(new Claims.Due(claim, why, slot));
        }
        List<Claims.Claimed> claimed = new ArrayList<>();
        byProject.forEach((project, all) -> {
            lastProject = project.value();
            transaction.enter(project.value());
            claimed.addAll(claims.due(transaction, all, now));
        });
        return claimed;
    }

    private record Owner(UserId user, ProjectId project) {}

    /**
     * @param starts to be called once all is claimed
     * @return false when there was nothing to claim, or no place for it: then it stays due, here or on another server
     */
    private boolean claim(
            int countMax, BiFunction<Transaction, List<RunSlot>, List<Claims.Claimed>> how, List<Runnable> starts) {
        List<RunSlot> slots = runs.reserve(countMax);
        Set<RunSlot> used = new HashSet<>();
        try {
            full = slots.isEmpty();
            if (full) {
                return false;
            }
            List<Claims.Claimed> claimed = store.acrossProjects(transaction -> how.apply(transaction, slots));
            for (Claims.Claimed one : claimed) {
                one.stopped().forEach(runs::stop);
                if (one.run().isPresent()) {
                    used.add(one.slot());
                    starts.add(() -> one.slot().start(one.owner()));
                }
            }
            return !claimed.isEmpty();
        } finally {
            slots.stream().filter(slot -> !used.contains(slot)).forEach(RunSlot::close);
        }
    }

    /** The apps of a project that run by themselves. */
    List<ScheduleView> planned(ProjectId project) {
        return apps.list(project).stream()
                .filter(app -> app.schedule().isPresent())
                .map(this::planned)
                .toList();
    }

    ScheduleView planned(InstalledApp app) {
        Optional<Tick> last = ticks(app, Optional.empty(), 1).stream().findFirst();
        return ScheduleView.of(app, scheduleOf(app), clock.instant(), last);
    }

    /** @throws Refusal {@code CONFLICT} when the app runs only on demand */
    NextView next(InstalledApp app, int count) {
        return NextView.of(
                scheduleOf(app),
                clock.instant(),
                count,
                (schedule, due) -> Optional.of(schedule.startOf(app.id(), due)));
    }

    /** @throws Refusal {@code BAD_ARGUMENT} when it is no schedule */
    NextView preview(JsonNode asked, int count) {
        Instant now = clock.instant();
        return NextView.of(
                ScheduleJson.asked(asked, limits, now),
                now,
                count,
                (schedule, due) -> schedule.jitter().isZero() ? Optional.of(due) : Optional.empty());
    }

    private static Schedule scheduleOf(InstalledApp app) {
        return app.schedule()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.CONFLICT, "App '" + app.slug() + "' has no schedule, it runs on demand"));
    }

    List<Tick> ticks(InstalledApp app, Optional<Instant> before, int countMax) {
        return store.inProject(
                app.project().value(),
                transaction -> Ledger.before(transaction, app.id(), before.orElse(FAR_FUTURE), countMax));
    }
}
