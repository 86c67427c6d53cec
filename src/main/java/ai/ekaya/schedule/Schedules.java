package ai.ekaya.schedule;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.install.Schedule;
import ai.ekaya.install.ScheduleJson;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.Runs;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    /** One look at the clock: gives how many runs it started. What waits goes before what is due. */
    public int poll() {
        looking.at(clock.instant());
        follow();
        return all(this::claimWaiting) + all(this::claimDue);
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

    private Optional<Claims.Claimed> claimWaiting(Transaction transaction, Runs.Slot slot) {
        return Cursors.waiting(transaction, lastProject).map(claim -> {
            Optional<String> barred = enter(transaction, claim);
            return claims.waiting(transaction, claim, barred, slot, clock.instant());
        });
    }

    private Optional<Claims.Claimed> claimDue(Transaction transaction, Runs.Slot slot) {
        Instant now = clock.instant();
        return Cursors.due(transaction, now, lastProject).map(claim -> {
            Optional<String> barred = enter(transaction, claim);
            return claims.due(transaction, claim, barred, slot, now);
        });
    }

    /** Gives why it may not run in its owner's name today: looked up before the project is entered, as rights span projects. */
    private Optional<String> enter(Transaction transaction, Claim claim) {
        Optional<String> barred = runs.barred(transaction, claim.owner(), claim.project());
        lastProject = claim.project().value();
        transaction.enter(claim.project().value());
        return barred;
    }

    /** Claims until there is nothing left, or no place, or others should have their share; gives how many runs it started. */
    private int all(BiFunction<Transaction, Runs.Slot, Optional<Claims.Claimed>> how) {
        int started = 0;
        for (int claimed = 0; claimed < limits.of(Limit.SCHEDULE_CLAIMS_COUNT); claimed++) {
            Optional<Claims.Claimed> one = claim(how);
            if (one.isEmpty()) {
                return started;
            }
            started += one.get().run().isPresent() ? 1 : 0;
        }
        return started;
    }

    private Optional<Claims.Claimed> claim(BiFunction<Transaction, Runs.Slot, Optional<Claims.Claimed>> how) {
        try (Runs.Slot slot = runs.reserve()) {
            Optional<Claims.Claimed> claimed = store.acrossProjects(transaction -> how.apply(transaction, slot));
            claimed.ifPresent(done -> {
                done.stopped().forEach(runs::stop);
                done.run().ifPresent(run -> slot.start(done.owner()));
            });
            return claimed;
        } catch (Refusal full) {
            if (full.code() == RefusalCode.RATE_LIMITED) {
                // Nothing was claimed: it stays due, here or on another server.
                return Optional.empty();
            }
            throw full;
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
