package ai.ekaya.run;

import ai.ekaya.limits.Away;
import ai.ekaya.limits.Cancellation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stores a run's end also when the platform's database is away just then: the app has done its work, and should not be lost for that.
 * Whether an attempt was committed need not be known: an end is stored once, by the run's fence.
 */
final class PatientEnd {
    private static final Logger LOGGER = Logger.getLogger(PatientEnd.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(3);

    private PatientEnd() {}

    /** On the run's thread, which has its place in the queue meanwhile: with the database away, nothing else can begin anyway. */
    static Optional<Run> store(Supplier<Optional<Run>> end, ActiveRuns.Active active) {
        Duration pause = PAUSE;
        while (true) {
            try {
                return end.get();
            } catch (RuntimeException e) {
                if (!Away.is(e) || !active.held() || stopping(active)) {
                    throw e;
                }
                LOGGER.log(Level.FINE, "The end of a run waits for the database", e);
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : pause;
            }
        }
    }

    private static boolean stopping(ActiveRuns.Active active) {
        return active.cancellation().cause().equals(Optional.of(Cancellation.Cause.SERVER_STOP));
    }
}
