package ai.ekaya.sandbox;

import ai.ekaya.limits.Cancellation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * When each run's time is over. One waiting task of the timer serves all runs: a container's timer keeps a task that was cancelled
 * until it would have been due, which is a quarter of an hour of runs. Thread-safe.
 */
final class Deadlines {
    private final ScheduledExecutorService timer;
    private final TreeSet<Deadline> open =
            new TreeSet<>(Comparator.comparingLong(Deadline::atNanos).thenComparingLong(Deadline::number));
    private final long originNanos = System.nanoTime();
    private long numbers;
    private long wakeNanos = Long.MAX_VALUE;

    Deadlines(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** One run's, until it is closed. */
    final class Deadline implements AutoCloseable {
        private final long atNanos;
        private final long number;
        private final Cancellation cancellation;

        private Deadline(long atNanos, long number, Cancellation cancellation) {
            this.atNanos = atNanos;
            this.number = number;
            this.cancellation = cancellation;
        }

        private long atNanos() {
            return atNanos;
        }

        private long number() {
            return number;
        }

        @Override
        public void close() {
            remove(this);
        }
    }

    /** Cancels when the time is over, for a run that is then inside a host call; one that computes looks at the clock itself. */
    synchronized Deadline in(long millis, Cancellation cancellation) {
        Deadline made = new Deadline(now() + TimeUnit.MILLISECONDS.toNanos(millis), numbers++, cancellation);
        open.add(made);
        wakeFor(made);
        return made;
    }

    /** How many runs have one now. */
    synchronized int count() {
        return open.size();
    }

    private synchronized void remove(Deadline ended) {
        open.remove(ended);
    }

    private long now() {
        return System.nanoTime() - originNanos;
    }

    private void wakeFor(Deadline first) {
        if (first.atNanos < wakeNanos) {
            wakeNanos = first.atNanos;
            timer.schedule(this::wake, Math.max(0, first.atNanos - now()), TimeUnit.NANOSECONDS);
        }
    }

    private void wake() {
        // Each by itself: asking a database to cancel may take a while.
        due().forEach(late -> timer.execute(() -> late.cancellation.cancel(Cancellation.Cause.TIMEOUT)));
    }

    private synchronized List<Deadline> due() {
        List<Deadline> due = new ArrayList<>();
        while (!open.isEmpty() && open.first().atNanos <= now()) {
            due.add(open.pollFirst());
        }
        wakeNanos = Long.MAX_VALUE;
        if (!open.isEmpty()) {
            wakeFor(open.first());
        }
        return due;
    }
}
