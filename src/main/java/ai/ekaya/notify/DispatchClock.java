package ai.ekaya.notify;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Tick;
import ai.ekaya.store.Signals;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What makes a server look at what is to be sent: the signal that something was told, the time of a next attempt, and now and then for
 * what a dead server left. To be opened once at start.
 */
@Singleton
public final class DispatchClock implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(DispatchClock.class.getName());
    static final String TOPIC = "notices";

    private final Dispatch dispatch;
    private final Signals signals;
    private final NotifyThreads threads;
    private final Limits limits;
    private final Clock clock;
    private final AtomicInteger senders = new AtomicInteger();
    private Optional<Future<?>> looks = Optional.empty();
    private Optional<Signals.Registration> hearing = Optional.empty();

    @Inject
    DispatchClock(Dispatch dispatch, Signals signals, NotifyThreads threads, Limits limits, Clock clock) {
        this.dispatch = dispatch;
        this.signals = signals;
        this.threads = threads;
        this.limits = limits;
        this.clock = clock;
    }

    public synchronized void open() {
        long millis = limits.of(Limit.NOTIFY_LOOK_MILLIS);
        hearing = Optional.of(signals.listen(TOPIC, key -> wake()));
        looks = Optional.of(threads.timer()
                .scheduleWithFixedDelay(
                        new Tick(this::wake, LOGGER, "Could not look for notifications"),
                        millis,
                        millis,
                        TimeUnit.MILLISECONDS));
    }

    private void wake() {
        if (senders.incrementAndGet() > limits.of(Limit.NOTIFY_SENDERS_COUNT)) {
            senders.decrementAndGet();
            return;
        }
        try {
            threads.executor().execute(this::send);
        } catch (RejectedExecutionException | Error e) {
            senders.decrementAndGet();
            LOGGER.log(Level.WARNING, "This server has no thread to send notifications with; it looks again", e);
        }
    }

    /** The top of a thread. Who finds something lets another look for a further channel. */
    private void send() {
        try {
            while (dispatch.turn(this::later)) {
                wake();
            }
        } catch (RuntimeException e) {
            // What was taken is due again when its lease is over.
            LOGGER.log(Level.WARNING, "Could not send notifications", e);
        } finally {
            senders.decrementAndGet();
        }
    }

    private void later(Instant due) {
        long millis = Math.max(0, Duration.between(clock.instant(), due).toMillis()) + 1;
        threads.timer().schedule(this::wake, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        hearing.ifPresent(Signals.Registration::close);
        looks.ifPresent(timer -> timer.cancel(false));
        hearing = Optional.empty();
        looks = Optional.empty();
    }
}
