package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import java.time.Duration;

/**
 * Whether grants hold all that is asked for; in doubt they do not, and a person is asked.
 *
 * <p>Where one side is silent about a limit, the product's default stands for it; silence about fuel means as much as the time allows.
 */
final class Containment {
    private final Capabilities granted;

    Containment(Capabilities granted) {
        this.granted = granted;
    }

    boolean of(Capabilities asked) {
        return granted.hostFunctions().containsAll(asked.hostFunctions())
                && asked.http().stream().allMatch(this::allows)
                && granted.credentials().containsAll(asked.credentials())
                && granted.tools().entrySet().containsAll(asked.tools().entrySet())
                && asked.llm().map(this::allows).orElse(true)
                && allows(asked.limits());
    }

    /** Each method may be granted by another rule. */
    private boolean allows(Capabilities.HttpRule asked) {
        return asked.methods().stream()
                .allMatch(method -> granted.http().stream()
                        .anyMatch(rule -> rule.host().equals(asked.host())
                                && rule.methods().contains(method)
                                && asked.pathPrefix().startsWith(rule.pathPrefix())
                                && (asked.credential().isEmpty()
                                        || asked.credential().equals(rule.credential()))));
    }

    private boolean allows(Capabilities.Llm asked) {
        return granted.llm()
                .filter(llm -> asked.tokensPerRunMax() <= llm.tokensPerRunMax())
                .filter(llm -> llm.rowValuesAllowed() || !asked.rowValuesAllowed())
                .isPresent();
    }

    private boolean allows(Capabilities.Asked asked) {
        return memory(asked) <= memory(granted.limits())
                && asked.fuel().orElse(Long.MAX_VALUE)
                        <= granted.limits().fuel().orElse(Long.MAX_VALUE)
                && timeout(asked).compareTo(timeout(granted.limits())) <= 0
                && hostCalls(asked) <= hostCalls(granted.limits());
    }

    private static long memory(Capabilities.Asked limits) {
        return limits.memoryBytes().orElse(Limit.SANDBOX_MEMORY_DEFAULT_BYTES.defaultValue());
    }

    private static Duration timeout(Capabilities.Asked limits) {
        return limits.timeout().orElse(Duration.ofMillis(Limit.SANDBOX_TIMEOUT_DEFAULT_MILLIS.defaultValue()));
    }

    private static long hostCalls(Capabilities.Asked limits) {
        return limits.hostCallsPerRun().orElse((int) Limit.HOST_CALLS_DEFAULT_COUNT.defaultValue());
    }
}
