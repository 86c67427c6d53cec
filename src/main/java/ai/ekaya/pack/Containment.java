package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Whether grants hold all that is asked for; in doubt they do not, and a person is asked.
 *
 * <p>Where one side is silent about a limit, the product's default stands for it.
 */
final class Containment {
    private final Capabilities granted;

    Containment(Capabilities granted) {
        this.granted = granted;
    }

    boolean of(Capabilities asked) {
        return missing(asked).isEmpty();
    }

    /** What is asked for and not granted, each as a few words with both figures; empty when all of it is granted. */
    List<String> missing(Capabilities asked) {
        List<String> missing = new ArrayList<>();
        asked.hostFunctions().stream()
                .filter(name -> !granted.hostFunctions().contains(name))
                .sorted()
                .forEach(name -> missing.add("host function " + name));
        asked.http().stream()
                .filter(rule -> !allows(rule))
                .forEach(rule ->
                        missing.add("http " + rule.methods().stream().sorted().toList() + " " + rule.text()
                                + rule.credential().map(id -> " with " + id).orElse("")));
        asked.credentials().stream()
                .filter(credential -> !granted.credentials().contains(credential))
                .forEach(credential -> missing.add("credential " + credential.id()));
        asked.tools().entrySet().stream()
                .filter(tool -> !granted.tools().entrySet().contains(tool))
                .forEach(tool -> missing.add("tool " + tool.getValue() + " as " + tool.getKey()));
        asked.queries().stream()
                .filter(name -> !granted.queries().contains(name))
                .sorted()
                .forEach(name -> missing.add("query " + name));
        asked.secrets().stream()
                .filter(name -> !granted.secrets().contains(name))
                .sorted()
                .forEach(name -> missing.add("secret " + name));
        asked.sensitiveValues().stream()
                .filter(name -> !granted.sensitiveValues().contains(name))
                .sorted()
                .forEach(name -> missing.add("values of sensitive columns to " + name));
        asked.llm().filter(llm -> !allows(llm)).ifPresent(llm -> missing.add(words(llm)));
        limits(asked.limits(), missing);
        return missing;
    }

    private String words(Capabilities.Llm asked) {
        return "llm with " + asked.tokensPerRunMax() + " tokens a run and row values "
                + (asked.rowValuesAllowed() ? "allowed" : "withheld") + " over "
                + granted.llm().map(Capabilities.Llm::tokensPerRunMax).orElse(0L) + " tokens and "
                + (granted.llm().map(Capabilities.Llm::rowValuesAllowed).orElse(false) ? "allowed" : "withheld");
    }

    /** Each method may be granted by another rule. */
    private boolean allows(Capabilities.HttpRule asked) {
        return asked.methods().stream()
                .allMatch(method -> granted.http().stream().anyMatch(rule -> allows(rule, asked, method)));
    }

    /** What begins with a prefix that a rule allows is allowed by it too, as prefixes are compared at a segment's end. */
    private static boolean allows(Capabilities.HttpRule rule, Capabilities.HttpRule asked, String method) {
        return rule.scheme() == asked.scheme()
                && rule.port() == asked.port()
                && rule.allowsHost(asked.host())
                && rule.methods().contains(method)
                && rule.allowsPath(asked.pathPrefix())
                && (asked.credential().isEmpty() || asked.credential().equals(rule.credential()));
    }

    private boolean allows(Capabilities.Llm asked) {
        return granted.llm()
                .filter(llm -> asked.tokensPerRunMax() <= llm.tokensPerRunMax())
                .filter(llm -> llm.rowValuesAllowed() || !asked.rowValuesAllowed())
                .isPresent();
    }

    private void limits(Capabilities.Asked asked, List<String> missing) {
        Capabilities.Asked given = granted.limits();
        over("memory", memory(asked), memory(given), Quantity::ofBytes, missing);
        over("fuel", fuel(asked), fuel(given), String::valueOf, missing);
        over("timeout", timeout(asked), timeout(given), Quantity::ofDuration, missing);
        over("hostCallsPerRun", hostCalls(asked), hostCalls(given), String::valueOf, missing);
    }

    private static <T extends Comparable<T>> void over(
            String what, T asked, T granted, Function<T, String> written, List<String> missing) {
        if (asked.compareTo(granted) > 0) {
            missing.add(what + " " + written.apply(asked) + " over " + written.apply(granted));
        }
    }

    private static long memory(Capabilities.Asked limits) {
        return limits.memoryBytes().orElse(Limit.SANDBOX_MEMORY_DEFAULT_BYTES.defaultValue());
    }

    private static long fuel(Capabilities.Asked limits) {
        return limits.fuel().orElse(Limit.SANDBOX_FUEL_DEFAULT_COUNT.defaultValue());
    }

    private static Duration timeout(Capabilities.Asked limits) {
        return limits.timeout().orElse(Duration.ofMillis(Limit.SANDBOX_TIMEOUT_DEFAULT_MILLIS.defaultValue()));
    }

    private static long hostCalls(Capabilities.Asked limits) {
        return limits.hostCallsPerRun().orElse((int) Limit.HOST_CALLS_DEFAULT_COUNT.defaultValue());
    }
}
