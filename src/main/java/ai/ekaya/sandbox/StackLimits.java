package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;

/**
 * How deep a guest may call, so that its thread's stack is never used up, cold or compiled.
 *
 * @param scriptBytes of the JS engine's own stack, in its memory; over it JavaScript gets a RangeError that it can catch
 * @param frameBytes of a compiled app's frames, counted at each call; over it the run ends
 */
record StackLimits(int scriptBytes, int frameBytes) {
    /** What the limits were measured for: {@code -Xss16m}. */
    static final long THREAD_BYTES = 16 << 20;

    /** @param threadBytes the stack of the threads that guests run on; a smaller one lowers both limits in proportion */
    static StackLimits of(Limits limits, long threadBytes) {
        double share = Math.min(1, (double) threadBytes / THREAD_BYTES);
        return new StackLimits((int) (limits.of(Limit.SANDBOX_STACK_BYTES) * share), (int)
                (limits.of(Limit.SANDBOX_FRAMES_BYTES) * share));
    }
}
