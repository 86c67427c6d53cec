package ai.ekaya.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A JSON Schema that calls bring arguments for: of a tool of ours, or one in {@code manifest.json#/exports} that was checked. Thread-safe. */
public final class ArgumentSchema {
    private final ObjectNode source;
    private final Schema schema;

    private ArgumentSchema(ObjectNode source, Schema schema) {
        this.source = source;
        this.schema = schema;
    }

    /** One of ours, whose {@code description}s say what is expected. */
    public static ArgumentSchema of(ObjectNode source) {
        return new ArgumentSchema(source, Schema.of(source));
    }

    /**
     * What an app's tool takes: an object, and further what its manifest says. Empty for a schema that cannot be applied, or that clients
     * fail on: its package may have been installed when less was looked at.
     */
    public static Optional<ArgumentSchema> of(Manifest.Export export) {
        if (!(export.inputSchema().deepCopy() instanceof ObjectNode source)) {
            return Optional.empty();
        }
        source.put("type", "object");
        return ExportSchema.problems(source).isEmpty()
                ? Schema.built(source).map(schema -> new ArgumentSchema(source, schema))
                : Optional.empty();
    }

    /** What does not fit, each at {@code arguments#} and a JSON pointer. */
    public List<ReadResult.Finding> problems(JsonNode arguments) {
        return schema.problems("arguments", arguments);
    }

    public ObjectNode json() {
        return source.deepCopy();
    }
}
