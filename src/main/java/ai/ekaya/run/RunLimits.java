package ai.ekaya.run;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Manifest;
import ai.ekaya.sandbox.GuestLimits;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What one run may use: the smallest of what the package says twice, what was granted, and the server's ceiling. */
final class RunLimits {
    private RunLimits() {}

    static GuestLimits guest(AppPackage read, Capabilities grants, Limits limits) {
        Manifest.Execution wants = read.manifest().execution();
        Capabilities.Asked asked = read.capabilities().limits();
        Capabilities.Asked granted = grants.limits();
        long memory = LongStream.concat(
                        wants.memoryBytes().stream(),
                        LongStream.concat(asked.memoryBytes().stream(), granted.memoryBytes().stream()))
                .min()
                .orElse(limits.of(Limit.SANDBOX_MEMORY_DEFAULT_BYTES));
        long timeout = Stream.of(wants.timeout(), asked.timeout(), granted.timeout())
                .flatMap(java.util.Optional::stream)
                .mapToLong(Duration::toMillis)
                .min()
                .orElse(limits.of(Limit.SANDBOX_TIMEOUT_DEFAULT_MILLIS));
        return new GuestLimits(
                Math.min(memory, limits.of(Limit.SANDBOX_MEMORY_CEILING_BYTES)),
                Math.min(timeout, limits.of(Limit.SANDBOX_TIMEOUT_CEILING_MILLIS)),
                limits.of(Limit.SANDBOX_OUTPUT_BYTES));
    }

    static int hostCalls(AppPackage read, Capabilities grants, Limits limits) {
        int asked = java.util.stream.IntStream.concat(
                        read.capabilities().limits().hostCallsPerRun().stream(),
                        grants.limits().hostCallsPerRun().stream())
                .min()
                .orElse(limits.intOf(Limit.HOST_CALLS_DEFAULT_COUNT));
        return Math.min(asked, limits.intOf(Limit.HOST_CALLS_CEILING_COUNT));
    }
}
