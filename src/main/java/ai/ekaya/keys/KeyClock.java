package ai.ekaya.keys;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Tick;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** Looks every few seconds which master key is in force, and goes on with a rotation. To be opened once at start. */
@Singleton
public final class KeyClock implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(KeyClock.class.getName());

    private final KeyRotation rotation;
    private final KeyInForce inForce;
    private final Limits limits;
    private Optional<Future<?>> ticks = Optional.empty();

    @Inject
    KeyClock(KeyRotation rotation, KeyInForce inForce, Limits limits) {
        this.rotation = rotation;
        this.inForce = inForce;
        this.limits = limits;
    }

    public synchronized void open(ScheduledExecutorService timer) {
        long millis = limits.durationOf(Limit.KEYS_TICK_SECONDS).toMillis();
        ticks = Optional.of(timer.scheduleWithFixedDelay(tick(rotation::tick), millis, millis, TimeUnit.MILLISECONDS));
    }

    private static Tick tick(Runnable work) {
        return new Tick(work, LOGGER, "The master key could not be looked after; it is tried again");
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        ticks.ifPresent(timer -> {
            timer.cancel(false);
            tick(inForce::leave).run();
        });
        ticks = Optional.empty();
    }
}
