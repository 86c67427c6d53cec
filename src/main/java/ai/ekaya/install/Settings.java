package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Manifest;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.pack.SettingsSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** An app's settings against its manifest's schema, with the schema's defaults filled in. */
public final class Settings {
    private static final int FINDINGS_SHOWN = 5;

    private Settings() {}

    /** @throws Refusal {@code BAD_ARGUMENT} naming the settings that do not fit */
    public static ObjectNode checked(Manifest manifest, ObjectNode given) {
        ObjectNode settings = given.deepCopy();
        fill(manifest.settings(), settings);
        List<ReadResult.Finding> problems = new SettingsSchema(manifest).problems(settings);
        if (!problems.isEmpty()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "Settings do not fit: " + sentence(problems), details(problems));
        }
        return settings;
    }

    /** The first findings, in one line. */
    static String sentence(List<ReadResult.Finding> findings) {
        String shown = String.join(
                "; ",
                findings.stream()
                        .limit(FINDINGS_SHOWN)
                        .map(finding -> finding.where() + ": " + finding.message())
                        .toList());
        return findings.size() > FINDINGS_SHOWN
                ? shown + "; and " + (findings.size() - FINDINGS_SHOWN) + " more"
                : shown;
    }

    /** All findings, for a refusal that lists them. */
    static List<Refusal.Detail> details(List<ReadResult.Finding> findings) {
        return findings.stream()
                .map(finding -> new Refusal.Detail(finding.where(), finding.message()))
                .toList();
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
