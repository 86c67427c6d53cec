package ai.ekaya.llm;

import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an operator says about this room, read once at start.
 *
 * @param community the model that projects may use on the operator's account
 * @param embedded the server of models beside this one, that projects may use
 */
record LlmSettings(Optional<Community> community, Optional<OutboundUrl> embedded) {
    static final String EMBEDDED_KEY = "ekaya.llm.embedded-url";
    static final LlmSettings NOTHING = new LlmSettings(Optional.empty(), Optional.empty());

    /** OpenAI-compatible. */
    record Community(OutboundUrl base, Optional<Secret> key, String model) {}

    /** @throws IllegalArgumentException naming the key, for a value of another form */
    static LlmSettings read(Function<String, Optional<String>> lookup) {
        Function<String, Optional<String>> set =
                key -> lookup.apply(key).map(String::strip).filter(value -> !value.isEmpty());
        if (set.apply("LLM_BASE_URL").isEmpty()
                && (set.apply("LLM_MODEL").isPresent()
                        || set.apply("LLM_API_KEY").isPresent())) {
            throw new IllegalArgumentException(
                    "Config LLM_BASE_URL is missing, expected it with LLM_MODEL or LLM_API_KEY: where that model is asked");
        }
        return new LlmSettings(
                set.apply("LLM_BASE_URL").map(text -> community(text, set)),
                set.apply(EMBEDDED_KEY).map(text -> url(EMBEDDED_KEY, text)));
    }

    private static Community community(String text, Function<String, Optional<String>> set) {
        String model = set.apply("LLM_MODEL")
                .orElseThrow(() -> new IllegalArgumentException(
                        "Config LLM_MODEL is missing, expected it with LLM_BASE_URL: the model's name there"));
        return new Community(url("LLM_BASE_URL", text), set.apply("LLM_API_KEY").map(Secret::new), model);
    }

    private static OutboundUrl url(String key, String text) {
        try {
            return OutboundUrl.parse(text);
        } catch (Refusal refusal) {
            throw new IllegalArgumentException("Config " + key + " is no address: " + refusal.reason(), refusal);
        }
    }
}
