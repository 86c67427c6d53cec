package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The limits that a package states in its two files: each within the server's ceiling and enough for a run to begin, and of two
 * figures the smaller.
 */
final class AskedLimits {
    private static final String MEMORY = PackagePath.CAPABILITIES + "#/limits/memory";
    private static final String FUEL = PackagePath.CAPABILITIES + "#/limits/fuel";

    private final Limits limits;
    private final Findings findings;

    AskedLimits(Limits limits, Findings findings) {
        this.limits = limits;
        this.findings = findings;
    }

    /** Finds figures above the server's ceilings, whichever file states them. */
    void checkMost(Manifest manifest, Capabilities.Asked asked) {
        String manifestMemory = PackagePath.MANIFEST + "#/execution/memoryLimit";
        manifest.execution().memoryBytes().ifPresent(bytes -> memoryMost(manifestMemory, bytes));
        asked.memoryBytes().ifPresent(bytes -> memoryMost(MEMORY, bytes));
        manifest.execution()
                .timeout()
                .ifPresent(time -> timeoutMost(PackagePath.MANIFEST + "#/execution/timeout", time));
        asked.timeout().ifPresent(time -> timeoutMost(PackagePath.CAPABILITIES + "#/limits/timeout", time));
        asked.fuel().ifPresent(fuel -> countMost(FUEL, fuel, " fuel", Limit.SANDBOX_FUEL_CEILING_COUNT));
        asked.hostCallsPerRun()
                .ifPresent(calls -> countMost(
                        PackagePath.CAPABILITIES + "#/limits/hostCallsPerRun",
                        calls,
                        " host calls",
                        Limit.HOST_CALLS_CEILING_COUNT));
    }

    private void memoryMost(String where, long bytes) {
        long most = limits.of(Limit.SANDBOX_MEMORY_CEILING_BYTES);
        if (bytes > most) {
            findings.add(where, asks(Quantity.ofBytes(bytes) + " of memory", Quantity.ofBytes(most)));
        }
    }

    private void timeoutMost(String where, Duration time) {
        Duration most = limits.durationOf(Limit.SANDBOX_TIMEOUT_CEILING_MILLIS);
        if (time.compareTo(most) > 0) {
            findings.add(where, asks(Quantity.ofDuration(time), Quantity.ofDuration(most)));
        }
    }

    private void countMost(String where, long count, String what, Limit most) {
        if (count > limits.of(most)) {
            findings.add(where, asks(count + what, Long.toString(limits.of(most))));
        }
    }

    private static String asks(String figure, String most) {
        return "The app asks for " + figure + " a run, this server allows at most " + most;
    }

    /** Finds figures with which every run would end before the app's first line. */
    void checkLeast(Manifest manifest, Capabilities.Asked asked, Optional<AppPackage.Code> code) {
        code.ifPresent(found -> {
            String manifestMemory = PackagePath.MANIFEST + "#/execution/memoryLimit";
            manifest.execution().memoryBytes().ifPresent(bytes -> memoryLeast(manifestMemory, bytes, found));
            asked.memoryBytes().ifPresent(bytes -> memoryLeast(MEMORY, bytes, found));
            asked.fuel().ifPresent(fuel -> fuelLeast(fuel, found));
        });
    }

    private void memoryLeast(String where, long bytes, AppPackage.Code code) {
        long least = switch (code) {
            case AppPackage.Code.JavaScript script -> limits.of(Limit.SANDBOX_SCRIPT_MEMORY_LEAST_BYTES);
            case AppPackage.Code.WebAssembly module -> limits.of(Limit.SANDBOX_MEMORY_LEAST_BYTES);
        };
        if (bytes < least) {
            findings.add(where, needs(Quantity.ofBytes(bytes) + " of memory", Quantity.ofBytes(least), code));
        }
    }

    private void fuelLeast(long fuel, AppPackage.Code code) {
        long least = limits.of(Limit.SANDBOX_SCRIPT_FUEL_LEAST_COUNT);
        if (code instanceof AppPackage.Code.JavaScript && fuel < least) {
            findings.add(FUEL, needs(fuel + " fuel", Long.toString(least), code));
        }
    }

    private static String needs(String figure, String least, AppPackage.Code code) {
        String kind = switch (code) {
            case AppPackage.Code.JavaScript script -> "a JavaScript app";
            case AppPackage.Code.WebAssembly module -> "a compiled app";
        };
        return "The app asks for " + figure + " a run, " + kind + " needs at least " + least;
    }

    /** The capabilities with the manifest's limits folded in, so that they alone say what the package asks for. */
    static Capabilities folded(Capabilities capabilities, Manifest.Execution execution) {
        Capabilities.Asked asked = capabilities.limits();
        return new Capabilities(
                capabilities.hostFunctions(),
                capabilities.http(),
                capabilities.credentials(),
                capabilities.tools(),
                capabilities.queries(),
                capabilities.secrets(),
                capabilities.llm(),
                capabilities.sensitiveValues(),
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
