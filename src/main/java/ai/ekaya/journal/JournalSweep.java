package ai.ekaya.journal;

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

/** Calls {@link Journals#sweep} from time to time, on every server: what two of them do at once is done once. Thread-safe. */
@Singleton
public final class JournalSweep implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(JournalSweep.class.getName());

    private final Journals journals;
    private final Limits limits;
    private Optional<Future<?>> sweeps = Optional.empty();

    @Inject
    public JournalSweep(Journals journals, Limits limits) {
        this.journals = journals;
        this.limits = limits;
    }

    public synchronized void open(ScheduledExecutorService timer) {
        long seconds = limits.of(Limit.JOURNAL_SWEEP_SECONDS);
        sweeps = Optional.of(timer.scheduleWithFixedDelay(
                new Tick(journals::sweep, LOGGER, "Could not delete the answers that no run refers to any more"),
                seconds,
                seconds,
                TimeUnit.SECONDS));
    }

    @Override
    public synchronized void close() {
        sweeps.ifPresent(timer -> timer.cancel(false));
        sweeps = Optional.empty();
    }
}
