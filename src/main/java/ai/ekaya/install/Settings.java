package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.Map;
import java.util.Set;

/** An app's settings against its manifest's schema, with the schema's defaults filled in. */
public final class Settings {
    private static final int FINDINGS_SHOWN = 5;
    // SECURITY: a schema comes from a package, so its $ref must not make the server fetch anything.
    // Guarded by SettingsTest.does_not_fetch_a_referenced_schema.
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(
                    loaders -> loaders.values(list -> list.add(0, DisallowSchemaLoader.getInstance()))));

    private Settings() {}

    /** @throws Refusal {@code BAD_ARGUMENT} naming the settings that do not fit */
    public static ObjectNode checked(JsonNode schema, ObjectNode given) {
        ObjectNode settings = given.deepCopy();
        fill(schema, settings);
        if (!schema.isObject() || schema.isEmpty()) {
            return settings;
        }
        Set<ValidationMessage> findings;
        try {
            findings = FACTORY.getSchema(schema).validate(settings);
        } catch (RuntimeException e) {
            // The validator throws plain runtime exceptions for a schema that it cannot follow.
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "The settings schema of the package cannot be used", e);
        }
        if (!findings.isEmpty()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "Settings do not fit: "
                            + String.join(
                                    "; ",
                                    findings.stream()
                                            .limit(FINDINGS_SHOWN)
                                            .map(ValidationMessage::getMessage)
                                            .toList()));
        }
        return settings;
    }

    private static void fill(JsonNode schema, ObjectNode settings) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode wanted = property.getValue();
            if (!settings.has(property.getKey()) && wanted.has("default")) {
                settings.set(property.getKey(), wanted.get("default").deepCopy());
            }
            if (settings.get(property.getKey()) instanceof ObjectNode nested) {
                fill(wanted, nested);
            }
        }
    }
}
