package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.Cron;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.install.SchedulePauses;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.NewRun;
import ai.ekaya.run.Runs;
import ai.ekaya.run.Trigger;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fires what is due. A claim writes the tick, the run's row and the next time in one transaction, so that whatever dies when, a due
 * time has one run or none and its line tells which. Thread-safe; any number of servers may do it at once.
 */
@Singleton
public final class Schedules {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final SchedulePauses pauses;
    private final Runs runs;

    @Inject
    public Schedules(Store store, Limits limits, Clock clock, InstalledApps apps, SchedulePauses pauses, Runs runs) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.apps = apps;
        this.pauses = pauses;
        this.runs = runs;
    }

    /** One look at the clock: starts at most {@code SCHEDULE_CLAIMS_COUNT} runs and gives how many it claimed. */
    public int poll() {
        follow();
        int claimed = 0;
        while (claimed < limits.of(Limit.SCHEDULE_CLAIMS_COUNT) && claimOne()) {
            claimed++;
        }
        return claimed;
    }

    /** Points the cursors of new and edited schedules at their next time. */
    private void follow() {
        Instant now = clock.instant();
        store.transactAcross(transaction -> {
            Ledger.dropEnded(transaction);
            Ledger.moved(transaction, limits.intOf(Limit.INSTALL_APPS_PER_PROJECT_COUNT))
                    .forEach(moved -> {
                        transaction.enter(moved.project().value());
                        new Cron(moved.cron()).next(now).ifPresent(next -> Ledger.point(transaction, moved, next));
                    });
        });
    }

    private boolean claimOne() {
        try (Runs.Slot slot = runs.reserve()) {
            Optional<Started> started = store.acrossProjects(transaction -> claim(transaction, slot));
            started.flatMap(Started::run)
                    .ifPresent(run -> slot.start(
                            started.get().project(), run, started.get().principal()));
            return started.isPresent();
        } catch (Refusal full) {
            if (full.code() == RefusalCode.RATE_LIMITED) {
                // Nothing was claimed: it stays due, here or on another server.
                return false;
            }
            throw full;
        }
    }

    private record Started(ProjectId project, Optional<RunId> run, Principal principal) {}

    private Optional<Started> claim(Transaction transaction, Runs.Slot slot) {
        Optional<Claim> claimed = Ledger.claim(transaction, clock.instant());
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        Claim claim = claimed.get();
        // Before the project is entered: whose rights these are spans projects.
        Optional<String> barred = runs.barred(transaction, claim.owner(), claim.project());
        transaction.enter(claim.project().value());
        return Optional.of(fire(transaction, slot, claim, barred));
    }

    private Started fire(Transaction transaction, Runs.Slot slot, Claim claim, Optional<String> barred) {
        AppId id = claim.app();
        InstalledApp app =
                apps.find(transaction, id).orElseThrow(() -> new IllegalStateException("App " + id + " has no row"));
        Due due = Due.of(new Cron(claim.cron()), claim.dueAt(), clock.instant());
        due.next().ifPresentOrElse(next -> Ledger.advance(transaction, id, next), () -> Ledger.end(transaction, id));
        // The rights are looked up again when the run begins; this only says whose they are.
        Principal owner = new Principal(Principal.Kind.SCHEDULE, claim.owner(), app.slug(), false, Map.of());
        if (Ledger.known(transaction, id, due.at())) {
            // The clock stepped back, or the schedule was changed there and back: this due time was claimed before.
            return new Started(app.project(), Optional.empty(), owner);
        }
        barred.ifPresent(why -> pauses.pause(transaction, app, owner.actor(), why));
        Optional<String> skipped = barred.or(() ->
                Ledger.busy(transaction, id) ? Optional.of("The run before it was still going on") : Optional.empty());
        Optional<RunId> run = skipped.isPresent()
                ? Optional.empty()
                : slot.insert(
                        transaction,
                        new NewRun(app, owner, Trigger.schedule(due.at(), due.missed()), "{}", Optional.empty()));
        Tick.Outcome outcome = skipped.isPresent() ? Tick.Outcome.SKIPPED : Tick.Outcome.STARTED;
        Ledger.tick(
                transaction,
                app.project(),
                id,
                new Tick(due.at(), clock.instant(), outcome, skipped, due.missed(), run));
        Ledger.retain(transaction, id, limits.of(Limit.RUN_KEPT_PER_APP_COUNT));
        return new Started(app.project(), run, owner);
    }

    /** An app's schedule and when it is due next. */
    record Planned(InstalledApp app, Optional<Instant> next, Optional<Tick> last) {}

    List<Planned> planned(ProjectId project) {
        return apps.list(project).stream()
                .filter(app -> app.schedule().isPresent())
                .map(this::planned)
                .toList();
    }

    private Planned planned(InstalledApp app) {
        return store.inProject(
                app.project().value(),
                transaction -> new Planned(
                        app,
                        Ledger.next(transaction, app.id()),
                        Ledger.ticks(transaction, app.id(), farFuture(), 1).stream()
                                .findFirst()));
    }

    List<Tick> ticks(InstalledApp app, Optional<Instant> before, int countMax) {
        return store.inProject(
                app.project().value(),
                transaction -> Ledger.ticks(transaction, app.id(), before.orElse(farFuture()), countMax));
    }

    private static Instant farFuture() {
        return Instant.parse("9999-01-01T00:00:00Z");
    }
}
