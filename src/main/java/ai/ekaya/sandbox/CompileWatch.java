package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.lang.management.ManagementFactory;

/**
 * Ends a compilation that takes too long. The engine cannot be cancelled, but hands over each class that it has made, and begins
 * anew when one was too large: both come by here. What one class may cost is bounded before.
 */
final class CompileWatch {
    /** Beginnings of a whole module and of each of its parts; {@code ModuleScan} sees to it that one each is usually enough. */
    private static final int BEGINNINGS_MAX = 1_000;

    private final long millisMax;
    private final long startedNanos = processorNanos();
    private int beginnings;

    CompileWatch(Limits limits) {
        this.millisMax = limits.of(Limit.SANDBOX_COMPILE_MILLIS);
    }

    void begin() {
        if (++beginnings > BEGINNINGS_MAX) {
            throw new Refusal(RefusalCode.LIMIT, "app.wasm has too many constants and functions for Java's classes");
        }
        check();
    }

    /** @throws Refusal {@code LIMIT} when the time is over */
    void check() {
        if (processorNanos() - startedNanos > millisMax * 1_000_000) {
            throw new Refusal(
                    RefusalCode.LIMIT, "app.wasm takes over " + millisMax + " ms of the processor's time to compile");
        }
    }

    /** Of this thread, which does all the work; so a busy server refuses nothing that an idle one takes. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
