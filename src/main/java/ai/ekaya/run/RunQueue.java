package ai.ekaya.run;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What waits and what runs on this server: at most so many at once, at most so many waiting. A place is taken before a run's row
 * is written, so that no row is ever left without a place. Thread-safe.
 */
final class RunQueue {
    private final Executor executor;
    private final int concurrentMax;
    private final int waitingMax;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int places;
    private int workers;

    RunQueue(Executor executor, int concurrentMax, int waitingMax) {
        this.executor = executor;
        this.concurrentMax = concurrentMax;
        this.waitingMax = waitingMax;
    }

    /** A place in the queue: either used or given back. */
    final class Place implements AutoCloseable {
        private final AtomicBoolean open = new AtomicBoolean(true);

        /** The work runs once, soon; it gives the place back when it has ended. */
        void start(Runnable work) {
            if (!open.compareAndSet(true, false)) {
                throw new IllegalStateException("This place was used or given back before");
            }
            enqueue(work);
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                release();
            }
        }
    }

    /** @throws Refusal {@code RATE_LIMITED} when all places are taken */
    synchronized Place reserve() {
        if (places >= concurrentMax + waitingMax) {
            throw new Refusal(
                    RefusalCode.RATE_LIMITED,
                    waitingMax + " runs are waiting already, the most that this server takes; try again later");
        }
        places++;
        return new Place();
    }

    /** How many wait for a thread. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Whether anything waits, runs, or is about to. */
    synchronized boolean busy() {
        return places > 0;
    }

    private synchronized void release() {
        places--;
    }

    private void enqueue(Runnable work) {
        synchronized (this) {
            waiting.add(work);
            if (workers >= concurrentMax) {
                return;
            }
            workers++;
        }
        try {
            executor.execute(this::work);
        } catch (RuntimeException e) {
            synchronized (this) {
                workers--;
                if (waiting.remove(work)) {
                    places--;
                }
            }
            throw new Refusal(RefusalCode.UNAVAILABLE, "The server takes no more work, it is stopping", e);
        }
    }

    private void work() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    workers--;
                    return;
                }
            }
            try {
                next.run();
            } finally {
                release();
            }
        }
    }
}
