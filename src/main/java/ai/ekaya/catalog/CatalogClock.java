package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Tick;
import ai.ekaya.store.Signals;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** Looks at the catalogs when the server starts and each hour, and takes what other servers found. The start waits for nothing of it. Thread-safe. */
@Singleton
public final class CatalogClock implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(CatalogClock.class.getName());

    private final SignedSources sources;
    private final Signals signals;
    private final Limits limits;
    private Optional<Future<?>> refreshes = Optional.empty();
    private Optional<Signals.Registration> listening = Optional.empty();

    @Inject
    CatalogClock(SignedSources sources, Signals signals, Limits limits) {
        this.sources = sources;
        this.signals = signals;
        this.limits = limits;
    }

    public synchronized void open(Executor executor, ScheduledExecutorService timer) {
        if (sources.all().isEmpty()) {
            return;
        }
        Tick load = new Tick(sources::load, LOGGER, "Could not read what is known of catalogs");
        Tick refresh = new Tick(sources::refresh, LOGGER, "Could not look at the catalogs");
        listening = Optional.of(signals.listen(SignedSources.SIGNAL, source -> executor.execute(load)));
        executor.execute(() -> {
            load.run();
            refresh.run();
        });
        long seconds = limits.of(Limit.CATALOG_REFRESH_SECONDS);
        refreshes = Optional.of(timer.scheduleWithFixedDelay(refresh, seconds, seconds, TimeUnit.SECONDS));
    }

    @Override
    public synchronized void close() {
        listening.ifPresent(Signals.Registration::close);
        refreshes.ifPresent(timer -> timer.cancel(false));
        refreshes = Optional.empty();
        listening = Optional.empty();
    }
}
