package ai.ekaya.sandbox;

import java.util.Map;
import java.util.TreeMap;

/**
 * What beside package, request and the host's answers decides about a run: two runs of the same three under the same conditions give
 * the same output and use the same fuel.
 *
 * @param engine changes with the engine, the splitter, our hooks and what the JS engine starts with
 * @param limits those of the server's limits that a guest can notice, by their keys
 */
public record Conditions(String engine, Map<String, Long> limits) {
    public Conditions {
        limits = Map.copyOf(limits);
    }

    /** What is another here than in the earlier ones, as {@code sandbox.timers-count was 10, is 20}; empty when nothing is. */
    public Map<String, String> changedSince(Conditions earlier) {
        Map<String, String> changed = new TreeMap<>();
        if (!engine.equals(earlier.engine)) {
            changed.put("engine", "was " + earlier.engine + ", is " + engine);
        }
        limits.forEach((key, value) -> {
            Long was = earlier.limits.get(key);
            if (!value.equals(was)) {
                changed.put(key, "was " + (was == null ? "not recorded" : was) + ", is " + value);
            }
        });
        return changed;
    }
}
