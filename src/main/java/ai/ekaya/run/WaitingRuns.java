package ai.ekaya.run;

import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes the runs that wait for their next attempt when their time has come, as many as there is room for. It looks when the next one
 * that it knows of is due, and with each beat, as it may not have heard of one. Thread-safe.
 */
final class WaitingRuns {
    private static final Logger LOGGER = Logger.getLogger(WaitingRuns.class.getName());
    static final String TOPIC = "run-waiting";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Store store;
    private final Clock clock;
    private final RunAttempts attempts;
    private final RunRights rights;
    private final RunThreads threads;
    private final Signals signals;
    private final Supplier<Optional<RunSlot>> places;
    private Optional<Instant> nextLook = Optional.empty();
    private volatile boolean stopped;

    WaitingRuns(
            Store store,
            Clock clock,
            RunAttempts attempts,
            RunRights rights,
            RunThreads threads,
            Signals signals,
            Supplier<Optional<RunSlot>> places) {
        this.store = store;
        this.clock = clock;
        this.attempts = attempts;
        this.rights = rights;
        this.threads = threads;
        this.signals = signals;
        this.places = places;
    }

    /** Hears of runs that were given back on other servers. */
    Signals.Registration listen() {
        return signals.listen(TOPIC, due -> lookAt(Instant.parse(due)));
    }

    /** A run was given back here: whichever server is there then takes it. */
    void given(Instant due) {
        lookAt(due);
        signals.tell(TOPIC, due.toString());
    }

    /** Looks then, unless it does so before anyway. */
    void lookAt(Instant due) {
        synchronized (this) {
            if (stopped || nextLook.filter(next -> !next.isAfter(due)).isPresent()) {
                return;
            }
            nextLook = Optional.of(due);
        }
        long millis = Math.max(0, Duration.between(clock.instant(), due).toMillis()) + 1;
        threads.timer().schedule(() -> wake(due), millis, TimeUnit.MILLISECONDS);
    }

    private void wake(Instant due) {
        synchronized (this) {
            if (nextLook.filter(due::equals).isPresent()) {
                nextLook = Optional.empty();
            }
        }
        try {
            look();
        } catch (RuntimeException e) {
            // The top of a timer; the next beat looks again.
            LOGGER.log(Level.WARNING, "Could not take the runs that wait for their next attempt", e);
        }
    }

    /** Takes what is due; gives how many. */
    int look() {
        int taken = 0;
        Took took = Took.ONE;
        while (!stopped && took == Took.ONE) {
            took = takeOne();
            taken += took == Took.ONE ? 1 : 0;
        }
        if (stopped) {
            return taken;
        }
        // Also when the places are taken: other servers may have some, and this one soon.
        Instant soon = clock.instant().plus(SOON);
        store.acrossProjects(attempts::next).ifPresent(next -> lookAt(next.isBefore(soon) ? soon : next));
        return taken;
    }

    private enum Took {
        ONE,
        NONE,
        NO_PLACE
    }

    private Took takeOne() {
        Optional<RunSlot> place = places.get();
        if (place.isEmpty()) {
            return Took.NO_PLACE;
        }
        try (RunSlot slot = place.get()) {
            Optional<Held> taken = store.acrossProjects(attempts::take);
            taken.ifPresent(held -> slot.startTaken(
                    held, rights.ofRetry(held.run().principal(), held.run().project())));
            return taken.isPresent() ? Took.ONE : Took.NONE;
        }
    }

    /** Takes nothing any more. */
    void stop() {
        stopped = true;
    }
}
