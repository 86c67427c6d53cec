package ai.ekaya.llm;

import ai.ekaya.web.MetricsText;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** The tokens that apps' calls took on this server since its start, by mode: never by project, app or model, of which there is no end. Thread-safe. */
final class ModelMeters {
    private static final String TOKENS = "ekaya_model_tokens_total";

    private final Map<String, LongAdder> input = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> output = new ConcurrentSkipListMap<>();

    void count(String mode, ModelTokens tokens) {
        input.computeIfAbsent(mode, any -> new LongAdder()).add(tokens.input());
        output.computeIfAbsent(mode, any -> new LongAdder()).add(tokens.output());
    }

    void writeTo(MetricsText text) {
        text.family(TOKENS, MetricsText.Kind.COUNTER, "Tokens that apps' calls of models took, by mode and direction");
        write(text, "input", input);
        write(text, "output", output);
    }

    private static void write(MetricsText text, String direction, Map<String, LongAdder> byMode) {
        byMode.forEach(
                (mode, tokens) -> text.sample(TOKENS, Map.of("mode", mode, "direction", direction), tokens.sum()));
    }
}
