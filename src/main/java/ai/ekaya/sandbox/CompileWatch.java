package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;

/**
 * Ends a compilation that takes too long. The engine cannot be cancelled, but hands over each class that it has made, and begins
 * anew when one was too large: both come by here. What one class may cost is bounded before.
 */
final class CompileWatch {
    /** Beginnings of a whole module and of each of its parts; {@code ModuleScan} sees to it that one each is usually enough. */
    private static final int BEGINNINGS_MAX = 1_000;

    private final long millisMax;
    private final long deadlineNanos;
    private int beginnings;

    CompileWatch(Limits limits) {
        this.millisMax = limits.of(Limit.SANDBOX_COMPILE_MILLIS);
        this.deadlineNanos = System.nanoTime() + millisMax * 1_000_000;
    }

    void begin() {
        if (++beginnings > BEGINNINGS_MAX) {
            throw new Refusal(RefusalCode.LIMIT, "app.wasm has too many constants and functions for Java's classes");
        }
        check();
    }

    /** @throws Refusal {@code LIMIT} when the time is over */
    void check() {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new Refusal(RefusalCode.LIMIT, "app.wasm takes over " + millisMax + " ms to compile");
        }
    }
}
