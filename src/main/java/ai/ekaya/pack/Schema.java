package ai.ekaya.pack;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.AllowSchemaLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * One JSON Schema and the sentences it refuses with: what came, and what was expected. In our own schemas each {@code description}
 * says what is expected; in a package's it may say anything, so the validator's words are used. Thread-safe.
 */
final class Schema {
    static final Schema MANIFEST = resource("manifest.schema.json");
    static final Schema CAPABILITIES = resource("capabilities.schema.json");
    static final Schema UI = resource("ui.schema.json");
    static final Schema TEST = resource("test.schema.json");
    static final Schema SAMPLE = resource("sample.schema.json");

    /** More than anybody is told; a sentence may list all names of a schema. */
    static final int PROBLEMS_MAX = 100;

    private final JsonSchema schema;
    private final JsonNode source;

    private final boolean ours;

    private Schema(JsonSchema schema, JsonNode source, boolean ours) {
        this.schema = schema;
        this.source = source;
        this.ours = ours;
    }

    /** The schema of JSON Schema, draft 2020-12: for schemas that packages bring. */
    static Schema ofSchemas() {
        JsonSchema schema = factory().getSchema(SchemaLocation.of(SchemaId.V202012), config());
        return new Schema(schema, schema.getSchemaNode(), false);
    }

    /**
     * A schema that an author brought; empty where the validator cannot make one of it, which {@link SchemaForm} foresees as far as that can
     * be said in a sentence.
     */
    static Optional<Schema> built(JsonNode source) {
        try {
            return Optional.of(of(source));
        } catch (RuntimeException | StackOverflowError cannot) {
            // The library says nowhere what it throws while it reads a schema.
            return Optional.empty();
        }
    }

    /** A schema of ours, or one that an author brought and {@link SchemaForm} has checked. */
    static Schema of(JsonNode source) {
        return new Schema(factory().getSchema(source, config()), source, false);
    }

    private static Schema resource(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no ai/ekaya/pack/" + name);
            }
            JsonNode source = new ObjectMapper().readTree(in);
            return new Schema(factory().getSchema(source, config()), source, true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the schema " + name, e);
        }
    }

    // SECURITY: a schema in a package must not make the server fetch a URL or read a file; SettingsSchemaTest.
    private static JsonSchemaFactory factory() {
        return JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders ->
                        loaders.add(new AllowSchemaLoader(iri -> iri.toString().startsWith("classpath:draft/")))));
    }

    private static SchemaValidatorsConfig config() {
        return SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ENGLISH)
                .regularExpressionFactory(BoundedPattern::new)
                .build();
    }

    boolean check(String path, JsonNode json, Findings findings) {
        List<ReadResult.Finding> problems = problems(path, json);
        problems.forEach(problem -> findings.add(problem.where(), problem.message()));
        return problems.isEmpty();
    }

    /** What does not fit, each with {@code path#pointer}; the first {@value #PROBLEMS_MAX} of it. */
    List<ReadResult.Finding> problems(String path, JsonNode json) {
        return allProblems(path, json).first();
    }

    /** The same, and how many there are. */
    Problems allProblems(String path, JsonNode json) {
        if (EndlessNumber.isIn(json)) {
            return Problems.one(
                    path + "#",
                    "This has a number of more than " + EndlessNumber.DIGITS_MAX + " digits, expected fewer");
        }
        BoundedPattern.begin();
        try {
            if (!ours) {
                SchemaCost.require(source, json);
            }
            Set<ValidationMessage> messages =
                    schema.validate(new SchemaMeter(schema.createExecutionContext()), json, OutputFormat.DEFAULT);
            List<ReadResult.Finding> first = messages.stream()
                    .limit(PROBLEMS_MAX)
                    .map(message ->
                            new ReadResult.Finding(path + "#" + message.getInstanceLocation(), sentence(message)))
                    .toList();
            return new Problems(first, messages.size(), false);
        } catch (SchemaMeter.TooMuch | StackOverflowError tooMuch) {
            // SECURITY: here alone schemas are applied; what runs out of stack is the value's fault or the schema's.
            // SchemaFormTest.
            return Problems.unchecked(
                    path + "#",
                    "This is too much to check against its schema, expected fewer parts, or a schema with fewer; ask for"
                            + " less");
        }
    }

    /** The values of the {@code enum} at a place of the schema. */
    Set<String> choices(String pointer) {
        return Set.copyOf(ManifestJson.texts(source.at(pointer).path("enum")));
    }

    private String sentence(ValidationMessage message) {
        JsonNode parent = parentOf(message);
        String property = message.getProperty() == null ? "" : Excerpt.of(message.getProperty());
        return switch (message.getType()) {
            case "additionalProperties" ->
                "Unknown key '" + property + "', expected only " + keys(parent.path("properties"));
            case "required" -> "The key '" + property + "' is missing";
            default ->
                "This is " + Excerpt.of(message.getInstanceNode() + "") + ", expected " + expected(parent, message);
        };
    }

    private String expected(JsonNode parent, ValidationMessage message) {
        if (ours && parent.has("description")) {
            return parent.get("description").asText();
        }
        return parent.has("enum")
                ? "one of " + values(parent.get("enum"))
                : "what the schema says: " + message.getError();
    }

    private JsonNode parentOf(ValidationMessage message) {
        String fragment = String.valueOf(message.getSchemaLocation().getFragment());
        if (!fragment.startsWith("/")) {
            return source;
        }
        return source.at(JsonPointer.compile(fragment).head());
    }

    private static String keys(JsonNode properties) {
        StringJoiner names = new StringJoiner(", ");
        properties.fieldNames().forEachRemaining(names::add);
        return names.toString();
    }

    private static String values(JsonNode list) {
        StringJoiner values = new StringJoiner(", ");
        list.forEach(value -> values.add(value.asText()));
        return values.toString();
    }
}
