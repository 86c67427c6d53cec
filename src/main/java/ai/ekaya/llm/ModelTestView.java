package ai.ekaya.llm;

import ai.ekaya.leak.Detector;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What became of a test.
 *
 * @param note in words; nothing that the provider wrote
 * @param model as the provider names it
 * @param millis from question to answer
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ModelTestView(
        boolean works, String note, Optional<String> model, long inputTokens, long outputTokens, long millis) {
    /** A provider names its model as it likes, also by the key that it was asked with. */
    ModelTestView without(Detector secrets) {
        return new ModelTestView(works, note, model.map(secrets::redacted), inputTokens, outputTokens, millis);
    }
}
