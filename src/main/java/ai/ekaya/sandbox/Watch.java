package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.Optional;

/** Looks, for one run, whether it must stop: asked at the end of each slice of work and after each host call. */
final class Watch {
    private final Cancellation cancellation;
    private final long timeoutMillisMax;
    private final long deadlineNanos;

    Watch(Cancellation cancellation, long timeoutMillisMax, long startedNanos) {
        this.cancellation = cancellation;
        this.timeoutMillisMax = timeoutMillisMax;
        this.deadlineNanos = startedNanos + timeoutMillisMax * 1_000_000;
    }

    /** @throws GuestEnd when the run is over time or cancelled */
    void check() {
        if (System.nanoTime() - deadlineNanos >= 0) {
            // The first cause wins: a run cancelled just before its deadline stays cancelled.
            cancellation.cancel(Cancellation.Cause.TIMEOUT);
        }
        Optional<RunOutcome> stop = cancellation.cause().map(this::outcomeOf);
        if (stop.isPresent()) {
            throw new GuestEnd(stop.get());
        }
    }

    private RunOutcome outcomeOf(Cancellation.Cause cause) {
        return switch (cause) {
            case TIMEOUT -> new RunOutcome.TimedOut(timeoutMillisMax);
            case REQUESTED -> new RunOutcome.Cancelled();
            case SERVER_STOP -> new RunOutcome.Lost();
        };
    }
}
