package ai.ekaya.usage;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has each server write how many calls it refused, now and then and when it stops. Thread-safe. */
@Singleton
public final class RateClock implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(RateClock.class.getName());

    private final Rates rates;
    private final Limits limits;
    private Optional<Future<?>> writes = Optional.empty();

    @Inject
    public RateClock(Rates rates, Limits limits) {
        this.rates = rates;
        this.limits = limits;
    }

    public synchronized void open(ScheduledExecutorService timer) {
        long seconds = limits.of(Limit.USAGE_REFUSED_WRITTEN_SECONDS);
        writes = Optional.of(timer.scheduleWithFixedDelay(this::write, seconds, seconds, TimeUnit.SECONDS));
    }

    private void write() {
        try {
            rates.flush();
        } catch (RuntimeException e) {
            // The top of a timer: the database may be away for a moment, and a timer that throws is never called again.
            LOGGER.log(Level.WARNING, "Could not write how many calls were refused; they are counted on", e);
        }
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        if (writes.isEmpty()) {
            return;
        }
        writes.get().cancel(false);
        writes = Optional.empty();
        write();
    }
}
