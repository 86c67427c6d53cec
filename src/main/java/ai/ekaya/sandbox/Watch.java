package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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

    /**
     * Waits, but not beyond the deadline; a cancel ends it at once.
     *
     * @throws GuestEnd when the run is over time or cancelled by then
     */
    void pause(long millis) {
        CountDownLatch stopped = new CountDownLatch(1);
        long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
        try (var registration = cancellation.onCancel(stopped::countDown)) {
            stopped.await(Math.min(TimeUnit.MILLISECONDS.toNanos(millis), leftNanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException unasked) {
            // Nobody here interrupts; the server's own end may.
            Thread.currentThread().interrupt();
            throw new GuestEnd(new RunOutcome.Lost());
        }
        check();
    }

    private RunOutcome outcomeOf(Cancellation.Cause cause) {
        return switch (cause) {
            case TIMEOUT -> new RunOutcome.TimedOut(timeoutMillisMax);
            case REQUESTED -> new RunOutcome.Cancelled();
            case SERVER_STOP -> new RunOutcome.Lost();
        };
    }
}
