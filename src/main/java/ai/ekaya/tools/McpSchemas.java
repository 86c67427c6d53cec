package ai.ekaya.tools;

import ai.ekaya.pack.ArgumentSchema;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.util.List;
import java.util.Map;

/** Lets the SDK check what a tool answers by the one validator that we have. */
final class McpSchemas implements JsonSchemaValidator {
    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object answer) {
        ObjectNode source = Json.mapper().valueToTree(schema);
        JsonNode json = Json.mapper().valueToTree(answer);
        List<ReadResult.Finding> problems = ArgumentSchema.of(source).problems(json);
        return problems.isEmpty()
                ? ValidationResponse.asValid(json.toString())
                : ValidationResponse.asInvalid("The tool's answer does not fit its outputSchema at "
                        + problems.get(0).where());
    }
}
