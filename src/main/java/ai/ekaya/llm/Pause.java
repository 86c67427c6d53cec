package ai.ekaya.llm;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wait between two attempts. */
@FunctionalInterface
interface Pause {
    /** Of the world's own time; ends at once when the run is stopped. */
    Pause REAL = (time, cancellation) -> {
        CountDownLatch stopped = new CountDownLatch(1);
        try (Cancellation.Registration registration = cancellation.onCancel(stopped::countDown)) {
            if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refusal(RefusalCode.TIMEOUT, "The run was stopped while it waited for the model's provider");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(RefusalCode.UNAVAILABLE, "This server is stopping", e);
        }
    };

    /** @throws Refusal {@code TIMEOUT} when the run was stopped */
    void hold(Duration time, Cancellation cancellation);
}
