package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets few modules be compiled at a time, as each takes a good part of the heap. Thread-safe. */
final class Turns {
    private final Semaphore free;
    private final long waitMillisMax;

    Turns(Limits limits) {
        this.free = new Semaphore(limits.intOf(Limit.SANDBOX_COMPILES_CONCURRENT_COUNT), true);
        this.waitMillisMax = limits.of(Limit.SANDBOX_COMPILES_WAIT_MILLIS);
    }

    /** @throws Refusal {@code UNAVAILABLE} when the others take too long */
    <T> T take(Supplier<T> compile) {
        try {
            if (!free.tryAcquire(waitMillisMax, TimeUnit.MILLISECONDS)) {
                throw new Refusal(
                        RefusalCode.UNAVAILABLE,
                        "Other apps have been compiled for " + waitMillisMax + " ms, try again later",
                        Duration.ofMillis(waitMillisMax));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(RefusalCode.UNAVAILABLE, "The server is stopping");
        }
        try {
            return compile.get();
        } finally {
            free.release();
        }
    }
}
