package ai.ekaya.install;

import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Manifest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a package says of itself and how it is set up, for people who install it or look at it. A stranger's text.
 *
 * @param triggers what wakes it beside people and the clock
 * @param defaultSchedule cron text that it begins with
 * @param settingsSchema JSON Schema of its settings
 */
public record PackageView(
        String description,
        String author,
        String category,
        boolean requiresAi,
        List<String> triggers,
        Optional<String> defaultSchedule,
        JsonNode settingsSchema,
        List<Slot> datasourceSlots) {

    /** A datasource that it names by an alias; of any type where there are none. */
    public record Slot(String alias, List<String> types, boolean required) {}

    static PackageView of(AppPackage read) {
        Manifest manifest = read.manifest();
        return new PackageView(
                manifest.description(),
                manifest.author(),
                manifest.category(),
                manifest.requiresAi(),
                manifest.execution().triggers().stream()
                        .map(Manifest.Trigger::text)
                        .sorted()
                        .toList(),
                manifest.execution().defaultSchedule(),
                manifest.settings(),
                manifest.datasources().stream()
                        .map(slot -> new Slot(
                                slot.alias(), slot.types().stream().sorted().toList(), slot.required()))
                        .toList());
    }
}
