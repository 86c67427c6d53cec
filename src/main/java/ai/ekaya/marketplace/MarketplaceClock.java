package ai.ekaya.marketplace;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Tick;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** Looks each minute which projects are to be compared with the marketplace; never, where there is none. Thread-safe. */
@Singleton
public final class MarketplaceClock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MarketplaceClock.class.getName());

    private final Link link;
    private final Reconciliation reconciliation;
    private final Limits limits;
    private Optional<Future<?>> looks = Optional.empty();

    @Inject
    MarketplaceClock(Link link, Reconciliation reconciliation, Limits limits) {
        this.link = link;
        this.reconciliation = reconciliation;
        this.limits = limits;
    }

    public synchronized void open(ScheduledExecutorService timer) {
        if (link.marketplace().isPresent()) {
            long seconds = limits.of(Limit.MARKETPLACE_LOOK_SECONDS);
            Tick look = new Tick(reconciliation::look, LOG, "Could not look what the marketplace is to be told");
            looks = Optional.of(timer.scheduleWithFixedDelay(look, seconds, seconds, TimeUnit.SECONDS));
        }
    }

    @Override
    public synchronized void close() {
        looks.ifPresent(timer -> timer.cancel(false));
        looks = Optional.empty();
    }
}
