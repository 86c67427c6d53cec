package ai.ekaya.leak;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Values of the operator's own that are sent in the name of projects, and that no app of any project may let out. */
public record OperatorValues(List<KnownValue> values) {
    public static final OperatorValues NONE = new OperatorValues(List.of());
    private static final List<String> KEYS = List.of("LLM_API_KEY");

    public OperatorValues {
        values = List.copyOf(values);
    }

    static OperatorValues read(Function<String, Optional<String>> lookup) {
        return new OperatorValues(KEYS.stream()
                .flatMap(key -> lookup.apply(key).map(String::strip).stream()
                        .filter(value -> !value.isEmpty())
                        .map(value -> new KnownValue(key, value)))
                .toList());
    }
}
