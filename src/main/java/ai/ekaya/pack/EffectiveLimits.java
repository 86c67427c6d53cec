package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;

/**
 * What one run of a package may use: what was asked, the server's default where nothing was asked, never above the server's ceiling.
 */
public record EffectiveLimits(long memoryBytes, long fuel, Duration timeout, int hostCalls) {

    public static EffectiveLimits of(Capabilities capabilities, Limits limits) {
        Capabilities.Asked asked = capabilities.limits();
        long memory = asked.memoryBytes().orElse(limits.of(Limit.SANDBOX_MEMORY_DEFAULT_BYTES));
        long fuel = asked.fuel().orElse(limits.of(Limit.SANDBOX_FUEL_DEFAULT_COUNT));
        Duration timeout = asked.timeout().orElse(limits.durationOf(Limit.SANDBOX_TIMEOUT_DEFAULT_MILLIS));
        int calls = asked.hostCallsPerRun().orElse(limits.intOf(Limit.HOST_CALLS_DEFAULT_COUNT));
        return new EffectiveLimits(memory, fuel, timeout, calls).clippedTo(ceiling(limits));
    }

    /** The most that this server gives to a run, whatever its package asks for. */
    public static EffectiveLimits ceiling(Limits limits) {
        return new EffectiveLimits(
                limits.of(Limit.SANDBOX_MEMORY_CEILING_BYTES),
                limits.of(Limit.SANDBOX_FUEL_CEILING_COUNT),
                limits.durationOf(Limit.SANDBOX_TIMEOUT_CEILING_MILLIS),
                limits.intOf(Limit.HOST_CALLS_CEILING_COUNT));
    }

    /** Of each two limits the smaller. */
    public EffectiveLimits clippedTo(EffectiveLimits ceiling) {
        return new EffectiveLimits(
                Math.min(memoryBytes, ceiling.memoryBytes),
                Math.min(fuel, ceiling.fuel),
                timeout.compareTo(ceiling.timeout) < 0 ? timeout : ceiling.timeout,
                Math.min(hostCalls, ceiling.hostCalls));
    }
}
