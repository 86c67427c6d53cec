package ai.ekaya.usage;

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

/** Has each server write how many calls it refused, now and then and when it stops. Thread-safe. */
@Singleton
public final class RateClock implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(RateClock.class.getName());

    private final Rates rates;
    private final Limits limits;
    private final Tick write;
    private Optional<Future<?>> writes = Optional.empty();

    @Inject
    public RateClock(Rates rates, Limits limits) {
        this.rates = rates;
        this.limits = limits;
        this.write = new Tick(rates::flush, LOGGER, "Could not write how many calls were refused; they are counted on");
    }

    public synchronized void open(ScheduledExecutorService timer) {
        long seconds = limits.of(Limit.USAGE_REFUSED_WRITTEN_SECONDS);
        writes = Optional.of(timer.scheduleWithFixedDelay(write, seconds, seconds, TimeUnit.SECONDS));
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        if (writes.isEmpty()) {
            return;
        }
        writes.get().cancel(false);
        writes = Optional.empty();
        write.run();
    }
}
