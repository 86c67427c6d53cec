package ai.ekaya.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The JSON Schema in {@code manifest.json#/settings}: checked itself, then used to check what people set. */
public final class SettingsSchema {
    private static final Schema SCHEMA_OF_SCHEMAS = Schema.ofSchemas();

    private final Schema schema;

    public SettingsSchema(Manifest manifest) {
        this.schema = Schema.of(manifest.settings());
    }

    /** What does not fit; {@code where} is {@code settings#} and a JSON pointer. */
    public List<ReadResult.Finding> problems(JsonNode settings) {
        return schema.problems("settings", settings);
    }

    /** Refuses what is no JSON Schema and what refers to anything outside itself. */
    static void check(String where, JsonNode schema, Findings findings) {
        List<ReadResult.Finding> problems = SCHEMA_OF_SCHEMAS.problems(where, schema);
        problems.forEach(problem -> findings.add(
                where + problem.where().substring(where.length() + 1),
                "This is no JSON Schema (draft 2020-12): " + problem.message()));
        for (String key : List.of("$ref", "$dynamicRef", "$schema", "$id")) {
            schema.findValues(key).forEach(value -> checkReference(where, key, value, findings));
        }
    }

    private static void checkReference(String where, String key, JsonNode value, Findings findings) {
        boolean inside = value.asText().startsWith("#");
        boolean known =
                key.equals("$schema") && value.asText().startsWith("https://json-schema.org/draft/2020-12/schema");
        if (value.isTextual() && !inside && !known) {
            findings.add(
                    where,
                    "The schema's " + key + " is '" + Excerpt.of(value.asText())
                            + "', expected nothing outside the schema");
        }
    }
}
