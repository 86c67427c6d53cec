package ai.ekaya.audit;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Tick;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** What the audit does by itself: sealing, writing counted refusals, letting go of the oldest. To be opened once at start. */
@Singleton
public final class AuditClock implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(AuditClock.class.getName());

    /** A transaction may commit a little after it appended. */
    private static final int LOOKS_AFTER_APPEND = 4;

    private final AuditLog log;
    private final Sealing sealing;
    private final Refusals refusals;
    private final Retention retention;
    private final Limits limits;
    private final List<Future<?>> timers = new ArrayList<>();
    // Of the timer's task alone, of which one runs at a time.
    private volatile long sealedUpTo;
    private volatile int looksLeft;
    private volatile int ticksWithoutLook;

    @Inject
    public AuditClock(AuditLog log, Sealing sealing, Refusals refusals, Retention retention, Limits limits) {
        this.log = log;
        this.sealing = sealing;
        this.refusals = refusals;
        this.retention = retention;
        this.limits = limits;
    }

    public synchronized void open(ScheduledExecutorService timer) {
        every(timer, Limit.AUDIT_SEAL_MILLIS, this::seal);
        every(timer, Limit.AUDIT_REFUSALS_SECONDS, refusals::flush);
        every(timer, Limit.AUDIT_SWEEP_SECONDS, retention::sweep);
    }

    /** Looks into the database only after something was appended here, and now and then for servers that died. */
    private void seal() {
        long appends = log.appends();
        if (appends != sealedUpTo) {
            looksLeft = LOOKS_AFTER_APPEND;
        }
        long looksApart = limits.durationOf(Limit.AUDIT_SEAL_LOOK_SECONDS).toMillis()
                / limits.durationOf(Limit.AUDIT_SEAL_MILLIS).toMillis();
        ticksWithoutLook = ticksWithoutLook + 1;
        if (looksLeft > 0 || ticksWithoutLook >= looksApart) {
            sealing.pass();
            sealedUpTo = appends;
            looksLeft = Math.max(0, looksLeft - 1);
            ticksWithoutLook = 0;
        }
    }

    private void every(ScheduledExecutorService timer, Limit pause, Runnable work) {
        long millis = limits.durationOf(pause).toMillis();
        timers.add(timer.scheduleWithFixedDelay(tick(work), millis, millis, TimeUnit.MILLISECONDS));
    }

    private static Tick tick(Runnable work) {
        return new Tick(work, LOGGER, "The audit could not be kept up; it is tried again");
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        if (timers.isEmpty()) {
            return;
        }
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
        tick(refusals::flush).run();
        tick(sealing::pass).run();
    }
}
