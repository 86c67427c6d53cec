package ai.ekaya.run;

import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** An app's output inside a tool's answer. */
final class ToolOutput {
    private ToolOutput() {}

    static JsonNode json(RunHistory.Output output) {
        try {
            return Json.mapper().readTree(output.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored output is no JSON", e);
        }
    }
}
