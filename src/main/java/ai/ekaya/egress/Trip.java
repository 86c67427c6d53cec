package ai.ekaya.egress;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One request with all its hops: the time it has, its stop, and what it moved. When it is cut, everything that was begun is ended at
 * once, whatever it waits for; so a peer that sends a byte now and then gains nothing. Thread-safe.
 */
final class Trip implements AutoCloseable {
    private final long startedNanos = System.nanoTime();
    private final Duration timeout;
    private final OutboundWitness witness;
    private final Set<Runnable> ends = new LinkedHashSet<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final Cancellation.Registration registration;
    private final Future<?> timer;
    private Optional<Refusal> cut = Optional.empty();
    private boolean closed;

    Trip(Duration timeout, Cancellation cancellation, OutboundWitness witness, ScheduledExecutorService timer) {
        this.timeout = timeout;
        this.witness = witness;
        this.timer = timer.schedule(() -> cut(overdue()), timeout.toMillis(), TimeUnit.MILLISECONDS);
        this.registration = cancellation.onCancel(
                () -> cut(new Refusal(RefusalCode.TIMEOUT, "The run was stopped while the request was made")));
    }

    private Refusal overdue() {
        return new Refusal(RefusalCode.TIMEOUT, "No whole answer came within " + Quantity.ofDuration(timeout));
    }

    private void cut(Refusal why) {
        Set<Runnable> all;
        synchronized (ends) {
            if (cut.isPresent() || closed) {
                return;
            }
            cut = Optional.of(why);
            all = Set.copyOf(ends);
        }
        all.forEach(Runnable::run);
    }

    /** @param end called once when the trip is cut or over, at once if it already is */
    void endedBy(Runnable end) {
        boolean late;
        synchronized (ends) {
            late = closed || cut.isPresent();
            ends.add(end);
        }
        if (late) {
            end.run();
        }
    }

    /** Why it was cut; empty while it goes on. */
    Optional<Refusal> cut() {
        synchronized (ends) {
            return cut;
        }
    }

    /** @throws Refusal when it was cut */
    void requireTime() {
        cut().ifPresent(why -> {
            throw why;
        });
    }

    /** At least a millisecond, as 0 means for ever to sockets. */
    int leftMillis(long atMost) {
        long left = timeout.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        return (int) Math.clamp(left, 1, Math.min(atMost, Integer.MAX_VALUE));
    }

    OutboundWitness witness() {
        return witness;
    }

    void countSent(long bytes) {
        sent.addAndGet(bytes);
    }

    void countReceived(long bytes) {
        received.addAndGet(bytes);
    }

    /** Ends what still goes on, and tells the witness what was moved. */
    @Override
    public void close() {
        Set<Runnable> all;
        synchronized (ends) {
            if (closed) {
                return;
            }
            closed = true;
            all = Set.copyOf(ends);
        }
        registration.close();
        timer.cancel(false);
        all.forEach(Runnable::run);
        witness.moved(sent.get(), received.get());
    }
}
