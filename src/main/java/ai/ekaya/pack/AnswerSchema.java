package ai.ekaya.pack;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A JSON Schema that somebody brings while asking, for what the answer has to be. Thread-safe. */
public final class AnswerSchema {
    private static final Schema SCHEMA_OF_SCHEMAS = Schema.ofSchemas();

    /** Each leads elsewhere in the schema or out of it. */
    private static final List<String> REFERENCES =
            List.of("$ref", "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$dynamicAnchor", "$schema");

    private final Schema schema;

    private AnswerSchema(Schema schema) {
        this.schema = schema;
    }

    /**
     * Checks the schema itself.
     *
     * <p>SECURITY: nobody has looked at it before, as an administrator at a package's. With references, few lines can go round for ever or
     * double at each step, on the server's own thread; without, checking takes at most each part of it for each part of the answer,
     * which is still too much for some: {@link SchemaCost} foresees it, {@link SchemaMeter} ends it. Guarded by AnswerSchemaTest.
     *
     * @throws Refusal {@code BAD_ARGUMENT} for what is no JSON Schema (draft 2020-12), or has references
     */
    public static AnswerSchema of(JsonNode given) {
        if (!(given.deepCopy() instanceof ObjectNode source)) {
            throw bad("The schema is no object, expected a JSON Schema");
        }
        // Tools that make schemas name a draft there; the words that all drafts share mean the same.
        source.remove("$schema");
        for (String key : REFERENCES) {
            if (source.findValue(key) != null) {
                throw bad("The schema has " + key + ", expected everything written where it is used");
            }
        }
        List<ReadResult.Finding> problems = SCHEMA_OF_SCHEMAS.problems("schema", source);
        if (!problems.isEmpty()) {
            ReadResult.Finding first = problems.get(0);
            throw bad("The schema is no JSON Schema (draft 2020-12): " + first.where() + ": " + first.message());
        }
        // Before it is built, as the library would write a pattern that cannot be read into the server's log.
        SchemaForm.problems(source).stream().findFirst().ifPresent(problem -> {
            throw bad("The schema cannot be applied: schema#" + problem.where() + ": " + problem.message());
        });
        return new AnswerSchema(Schema.built(source)
                .orElseThrow(() -> bad("The schema cannot be applied, expected a JSON Schema (draft 2020-12)")));
    }

    /** What does not fit, each at {@code answer#} and a JSON pointer. Parts of the answer stand in it. One problem alone where it is too much to check. */
    public Problems problems(JsonNode answer) {
        return schema.allProblems("answer", answer);
    }

    private static Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
