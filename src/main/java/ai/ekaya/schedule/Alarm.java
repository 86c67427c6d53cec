package ai.ekaya.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Wakes who looks: at the time that the last look gave, at once when somebody rings, and after a while anyhow. It looks once at a
 * time; who rings meanwhile gets one more look after it. Thread-safe.
 */
final class Alarm implements AutoCloseable {
    /** What is due already and could not be done is another's just now, or has no place. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Duration most;
    private final Supplier<Optional<Instant>> look;
    private Optional<Future<?>> bell = Optional.empty();
    private boolean looking;
    private boolean again;
    private boolean closed;

    /** @param look looks, and gives when to look again; after one that throws, it looks again after {@code most} */
    Alarm(
            Executor executor,
            ScheduledExecutorService timer,
            Clock clock,
            Duration most,
            Supplier<Optional<Instant>> look) {
        this.executor = executor;
        this.timer = timer;
        this.clock = clock;
        this.most = most;
        this.look = look;
    }

    void ring() {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (looking) {
                again = true;
                return;
            }
            looking = true;
            bell.ifPresent(set -> set.cancel(false));
        }
        boolean begun = false;
        try {
            executor.execute(this::look);
            begun = true;
        } finally {
            if (!begun) {
                ended();
            }
        }
    }

    /** Also without a thread or memory for a look there is another one. */
    private void ended() {
        synchronized (this) {
            looking = false;
        }
        set(Optional.empty());
    }

    private void look() {
        Optional<Instant> next = Optional.empty();
        boolean looked = false;
        try {
            do {
                synchronized (this) {
                    again = false;
                }
                next = look.get();
            } while (goesOn());
            looked = true;
        } finally {
            if (!looked) {
                ended();
            }
        }
        set(next);
    }

    private synchronized boolean goesOn() {
        looking = again && !closed;
        return looking;
    }

    private synchronized void set(Optional<Instant> next) {
        if (closed || looking) {
            return;
        }
        Duration until = next.map(at -> Duration.between(clock.instant(), at))
                .map(left -> left.compareTo(PAUSE) < 0 && !left.isPositive() ? PAUSE : left)
                .filter(left -> left.compareTo(most) < 0)
                .orElse(most);
        // A timer that is a little early would look in vain.
        long millis = until.plusNanos(999_999).toMillis();
        bell.ifPresent(before -> before.cancel(false));
        bell = Optional.of(timer.schedule(this::ring, millis, TimeUnit.MILLISECONDS));
    }

    @Override
    public synchronized void close() {
        closed = true;
        bell.ifPresent(set -> set.cancel(false));
    }
}
