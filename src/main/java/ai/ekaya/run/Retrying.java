package ai.ekaya.run;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/** Whether a run is tried again after a misfortune that changed nothing, and when. */
final class Retrying {
    private static final String MANUAL = Trigger.Kind.MANUAL.text();

    private final Limits limits;

    Retrying(Limits limits) {
        this.limits = limits;
    }

    /** Empty when it stays as it is. */
    Optional<Instant> after(Run run, Misfortune misfortune, Instant now) {
        boolean again = run.attempt() < limits.of(Limit.RUN_ATTEMPTS_COUNT)
                && (misfortune == Misfortune.SERVER_LOST || !isWaitedFor(run));
        return again ? Optional.of(now.plus(pause(run))) : Optional.empty();
    }

    /** Somebody who started it by hand waits, sees at once what is wrong, and starts it again as they see fit. */
    private static boolean isWaitedFor(Run run) {
        return run.trigger().path("kind").asText().equals(MANUAL);
    }

    /**
     * Doubled with each attempt up to the ceiling; half of it the same for all, half of it spread, so that what failed together does
     * not come back together.
     */
    private Duration pause(Run run) {
        long ceiling = limits.of(Limit.RUN_RETRY_CEILING_MILLIS);
        long whole = limits.of(Limit.RUN_RETRY_FIRST_MILLIS);
        for (int attempt = 1; attempt < run.attempt() && whole < ceiling; attempt++) {
            whole *= 2;
        }
        long most = Math.min(whole, ceiling);
        long seed = run.id().value().getLeastSignificantBits() + run.attempt();
        return Duration.ofMillis(most / 2 + new SplittableRandom(seed).nextLong(most / 2 + 1));
    }
}
