package ai.ekaya.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code inputSchema} of an exported tool has to be beyond a schema that can be applied. Clients read the lists of all tools by a
 * schema of their own: the official one takes only objects as properties, and shows no tool at all where one has another.
 */
final class ExportSchema {
    private ExportSchema() {}

    /** What cannot be applied, or listed for clients; each at a JSON pointer into the schema. */
    static List<ReadResult.Finding> problems(JsonNode schema) {
        List<ReadResult.Finding> problems = new ArrayList<>(SchemaForm.problems(schema));
        JsonNode type = schema.path("type");
        if (!type.isMissingNode() && !"object".equals(type.textValue())) {
            problems.add(new ReadResult.Finding(
                    "/type", "This is " + Excerpt.of(type.toString()) + ", expected \"object\": arguments have names"));
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (!property.getValue().isObject()) {
                problems.add(
                        new ReadResult.Finding(
                                "/properties/" + SchemaForm.escaped(property.getKey()),
                                "This is " + Excerpt.of(property.getValue().toString())
                                        + ", expected an object such as {}: clients show no tools where a property is a boolean"));
            }
        }
        return problems;
    }
}
