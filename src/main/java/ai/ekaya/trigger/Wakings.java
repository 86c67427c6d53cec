package ai.ekaya.trigger;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.NewRun;
import ai.ekaya.run.RunSlot;
import ai.ekaya.run.Runs;
import ai.ekaya.run.Trigger;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts the runs of what was noted. One transaction writes the run's row and that the wake is done, so that whatever dies when, it
 * is one run or none, and its line tells which. Thread-safe; any number of servers may do it at once.
 */
@Singleton
public final class Wakings {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final Runs runs;
    private final TriggerPauses pauses;
    /** Whose turn it was. */
    private volatile UUID lastProject = new UUID(0, 0);

    @Inject
    public Wakings(Store store, Limits limits, Clock clock, InstalledApps apps, Runs runs, TriggerPauses pauses) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.apps = apps;
        this.runs = runs;
        this.pauses = pauses;
    }

    /** What is to be done once the transaction has committed. */
    private record Claimed(Optional<RunId> run, Principal owner) {}

    /** One look: gives how many runs it started. */
    public int poll() {
        int started = 0;
        for (int claimed = 0; claimed < limits.of(Limit.TRIGGER_WAKES_COUNT); claimed++) {
            Optional<Claimed> one = claim();
            if (one.isEmpty()) {
                return started;
            }
            started += one.get().run().isPresent() ? 1 : 0;
        }
        return started;
    }

    /** Nothing is claimed while there is no place: it stays due, here or on another server. */
    private Optional<Claimed> claim() {
        return runs.reserve(1).stream().findFirst().flatMap(this::claim);
    }

    private Optional<Claimed> claim(RunSlot place) {
        try (RunSlot slot = place) {
            Optional<Claimed> claimed =
                    store.acrossProjects(transaction -> WakeRows.due(transaction, clock.instant(), lastProject)
                            .flatMap(due -> claim(transaction, due, slot)));
            claimed.filter(done -> done.run().isPresent()).ifPresent(done -> slot.start(done.owner()));
            return claimed;
        }
    }

    private Optional<Claimed> claim(Transaction transaction, WakeRows.Due due, RunSlot slot) {
        // Before the project is entered, as rights span projects.
        Optional<String> barred = runs.barred(transaction, due.owner(), due.project());
        lastProject = due.project().value();
        transaction.enter(due.project().value());
        if (!WakeRows.holdApp(transaction, due.app())) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        InstalledApp app = apps.find(transaction, due.app())
                .orElseThrow(() -> new IllegalStateException("App " + due.app() + " has no row"));
        AppTrigger trigger = TriggerRows.find(transaction, due.trigger())
                .orElseThrow(() -> new IllegalStateException("Trigger " + due.trigger() + " has no row"));
        Wake wake = WakeRows.require(transaction, due.id());
        Principal owner = owner(trigger, app);
        Optional<String> stop = trigger.stop(app);
        if (stop.isEmpty() && barred.isPresent()) {
            pauses.pause(transaction, trigger, app, barred.get());
            stop = barred;
        }
        if (stop.isPresent()) {
            WakeRows.notStarted(transaction, wake.id(), stop.get(), now);
            return Optional.of(new Claimed(Optional.empty(), owner));
        }
        Optional<RunId> run = slot.insert(
                transaction, new NewRun(app, owner, new Trigger(kind(trigger), wake.about()), "{}", Optional.empty()));
        run.ifPresent(id -> WakeRows.started(transaction, wake.id(), id, wake.about(), now));
        WakeRows.forget(transaction, trigger.id(), limits.intOf(Limit.TRIGGER_WAKES_KEPT_COUNT));
        return Optional.of(new Claimed(run, owner));
    }

    private static Trigger.Kind kind(AppTrigger trigger) {
        return switch (trigger.kind()) {
            case INSTALLED -> Trigger.Kind.INSTALLED;
            case SCHEMA_REFRESHED -> Trigger.Kind.SCHEMA_REFRESHED;
            case WEBHOOK -> Trigger.Kind.WEBHOOK;
        };
    }

    /** The rights are looked up when the run begins; this only says whose they are. */
    static Principal owner(AppTrigger trigger, InstalledApp app) {
        return new Principal(Principal.Kind.TRIGGER, trigger.owner(), app.slug(), false, Map.of());
    }
}
