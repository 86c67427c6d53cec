package ai.ekaya.pack;

import ai.ekaya.limits.Quantity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** From a {@code manifest.json} that fits its schema to the record. */
final class ManifestJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ManifestJson() {}

    static Manifest read(JsonNode json) {
        return new Manifest(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("version").asText(),
                json.path("description").asText(),
                json.path("author").asText(),
                json.path("category").asText(),
                json.path("requiresAI").asBoolean(),
                execution(json.path("execution")),
                texts(json.path("hostFunctions")),
                datasources(json.path("datasources")),
                json.has("settings")
                        ? json.get("settings")
                        : JSON.objectNode().put("type", "object").put("additionalProperties", false),
                exports(json.path("exports")));
    }

    private static Manifest.Execution execution(JsonNode json) {
        Set<Manifest.Mode> modes = new LinkedHashSet<>();
        json.path("modes")
                .forEach(mode -> modes.add(
                        mode.asText().equals("scheduled") ? Manifest.Mode.SCHEDULED : Manifest.Mode.ON_DEMAND));
        Set<Manifest.Trigger> triggers = new LinkedHashSet<>();
        json.path("triggers").forEach(trigger -> triggers.add(Manifest.Trigger.of(trigger.asText())));
        Optional<Long> memory = text(json, "memoryLimit").flatMap(Quantity::bytes);
        return new Manifest.Execution(
                modes.isEmpty() ? Set.of(Manifest.Mode.ON_DEMAND) : modes,
                text(json, "defaultSchedule").map(String::strip),
                text(json, "overlap"),
                text(json, "catchUp"),
                triggers,
                text(json, "timeout").flatMap(Quantity::duration),
                memory.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    private static List<Manifest.DatasourceSlot> datasources(JsonNode json) {
        List<Manifest.DatasourceSlot> slots = new ArrayList<>();
        json.forEach(slot -> slots.add(new Manifest.DatasourceSlot(
                slot.path("alias").asText(),
                texts(slot.path("types")),
                slot.path("required").asBoolean(true))));
        return slots;
    }

    private static List<Manifest.Export> exports(JsonNode json) {
        List<Manifest.Export> exports = new ArrayList<>();
        json.forEach(export -> exports.add(new Manifest.Export(
                export.path("tool").asText(),
                export.path("description").asText(),
                export.has("inputSchema") ? export.get("inputSchema") : JSON.objectNode(),
                text(export, "role"))));
        return exports;
    }

    static Optional<String> text(JsonNode json, String key) {
        return json.has(key) ? Optional.of(json.get(key).asText()) : Optional.empty();
    }

    static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
