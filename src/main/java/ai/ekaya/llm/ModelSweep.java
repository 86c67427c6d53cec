package ai.ekaya.llm;

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

/** Deletes from time to time what is kept of models' calls for too long, on every server: what two of them do at once is done once. Thread-safe. */
@Singleton
public final class ModelSweep implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ModelSweep.class.getName());

    private final ModelCalls calls;
    private final Limits limits;
    private Optional<Future<?>> sweeps = Optional.empty();

    @Inject
    public ModelSweep(ModelCalls calls, Limits limits) {
        this.calls = calls;
        this.limits = limits;
    }

    public synchronized void open(ScheduledExecutorService timer) {
        long seconds = limits.of(Limit.LLM_SWEEP_SECONDS);
        sweeps = Optional.of(timer.scheduleWithFixedDelay(
                new Tick(calls::sweep, LOGGER, "Could not delete old conversations with models"),
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
