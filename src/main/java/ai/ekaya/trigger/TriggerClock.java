package ai.ekaya.trigger;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Tick;
import ai.ekaya.run.RunThreads;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;

/** What makes a server look at what was noted: the bell, and now and then for what a dead server noted. To be opened once at start. */
@Singleton
public final class TriggerClock implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(TriggerClock.class.getName());
    /** The bell rings within the transaction that notes: a moment later it has committed. */
    private static final Duration COMMITTED = Duration.ofMillis(200);

    private final Wakings wakings;
    private final SchemaLooks schemas;
    private final Bell bell;
    private final RunThreads threads;
    private final Limits limits;
    private final ReentrantLock looking = new ReentrantLock();
    private final List<Future<?>> looks = new ArrayList<>();

    @Inject
    public TriggerClock(Wakings wakings, SchemaLooks schemas, Bell bell, RunThreads threads, Limits limits) {
        this.wakings = wakings;
        this.schemas = schemas;
        this.bell = bell;
        this.threads = threads;
        this.limits = limits;
    }

    public synchronized void open() {
        long millis = limits.of(Limit.TRIGGER_POLL_MILLIS);
        Tick look = new Tick(this::look, LOGGER, "Could not look for what wakes apps");
        looks.add(threads.timer().scheduleWithFixedDelay(look, millis, millis, TimeUnit.MILLISECONDS));
        if (schemas.isOn()) {
            looks.add(threads.timer()
                    .scheduleWithFixedDelay(
                            new Tick(schemas::look, LOGGER, "Could not look at the schemas that apps wait for"),
                            millis,
                            millis,
                            TimeUnit.MILLISECONDS));
        }
        bell.hears(after -> threads.timer().schedule(look, after.plus(COMMITTED).toMillis(), TimeUnit.MILLISECONDS));
    }

    private void look() {
        if (!looking.tryLock()) {
            return;
        }
        try {
            wakings.poll();
        } finally {
            looking.unlock();
        }
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        bell.hears(after -> {});
        looks.forEach(timer -> timer.cancel(false));
        looks.clear();
    }
}
