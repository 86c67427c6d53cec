package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The limits that a package states in its two files: each within the server's ceiling, and of two figures the smaller. */
final class AskedLimits {
    private AskedLimits() {}

    /** Refuses figures above the server's ceilings, whichever file states them. */
    static void check(Manifest manifest, Capabilities.Asked asked, Limits limits, Findings findings) {
        long memoryMax = limits.of(Limit.SANDBOX_MEMORY_CEILING_BYTES);
        Duration timeoutMax = limits.durationOf(Limit.SANDBOX_TIMEOUT_CEILING_MILLIS);
        String manifestMemory = PackagePath.MANIFEST + "#/execution/memoryLimit";
        manifest.execution().memoryBytes().ifPresent(bytes -> memory(manifestMemory, bytes, memoryMax, findings));
        asked.memoryBytes()
                .ifPresent(bytes -> memory(PackagePath.CAPABILITIES + "#/limits/memory", bytes, memoryMax, findings));
        String manifestTimeout = PackagePath.MANIFEST + "#/execution/timeout";
        manifest.execution().timeout().ifPresent(time -> timeout(manifestTimeout, time, timeoutMax, findings));
        asked.timeout()
                .ifPresent(time -> timeout(PackagePath.CAPABILITIES + "#/limits/timeout", time, timeoutMax, findings));
        asked.fuel().ifPresent(fuel -> {
            if (fuel > limits.of(Limit.SANDBOX_FUEL_CEILING_COUNT)) {
                findings.add(
                        PackagePath.CAPABILITIES + "#/limits/fuel",
                        "The app asks for " + fuel + " fuel a run, this server allows at most "
                                + limits.of(Limit.SANDBOX_FUEL_CEILING_COUNT));
            }
        });
        asked.hostCallsPerRun().ifPresent(calls -> {
            if (calls > limits.of(Limit.HOST_CALLS_CEILING_COUNT)) {
                findings.add(
                        PackagePath.CAPABILITIES + "#/limits/hostCallsPerRun",
                        "The app asks for " + calls + " host calls a run, this server allows at most "
                                + limits.of(Limit.HOST_CALLS_CEILING_COUNT));
            }
        });
    }

    private static void memory(String where, long bytes, long most, Findings findings) {
        if (bytes > most) {
            findings.add(where, "The app asks for " + bytes + " bytes of memory, this server allows at most " + most);
        }
    }

    private static void timeout(String where, Duration time, Duration most, Findings findings) {
        if (time.compareTo(most) > 0) {
            findings.add(
                    where,
                    "The app asks for " + Quantity.ofDuration(time) + " a run, this server allows at most "
                            + Quantity.ofDuration(most));
        }
    }

    /** The capabilities with the manifest's limits folded in, so that they alone say what the package asks for. */
    static Capabilities folded(Capabilities capabilities, Manifest.Execution execution) {
        Capabilities.Asked asked = capabilities.limits();
        return new Capabilities(
                capabilities.hostFunctions(),
                capabilities.http(),
                capabilities.credentials(),
                capabilities.tools(),
                capabilities.llm(),
                new Capabilities.Asked(
                        smaller(asked.memoryBytes(), execution.memoryBytes()),
                        asked.fuel(),
                        smaller(asked.timeout(), execution.timeout()),
                        asked.hostCallsPerRun()));
    }

    private static OptionalLong smaller(OptionalLong left, OptionalLong right) {
        return left.isPresent() && right.isPresent()
                ? OptionalLong.of(Math.min(left.getAsLong(), right.getAsLong()))
                : left.isPresent() ? left : right;
    }

    private static Optional<Duration> smaller(Optional<Duration> left, Optional<Duration> right) {
        return left.isPresent() && right.isPresent() && right.get().compareTo(left.get()) > 0
                ? left
                : right.or(() -> left);
    }
}
