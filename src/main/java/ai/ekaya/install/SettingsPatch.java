package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Manifest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody changes of an app's settings.
 *
 * @param given those that change; null takes the default again
 * @param revision at which they were read; empty to change whatever is there
 */
record SettingsPatch(ObjectNode given, OptionalLong revision) {
    static final String SETTINGS = "settings";
    static final String REVISION = "settingsRevision";

    /** Empty where the patch of an app has no settings. */
    static Optional<SettingsPatch> of(ObjectNode patch) {
        JsonNode read = patch.path(REVISION);
        if (!read.isMissingNode() && !(read.isIntegralNumber() && patch.has(SETTINGS))) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'settingsRevision' is the number that came with the settings, and goes with 'settings' alone");
        }
        if (!patch.has(SETTINGS)) {
            return Optional.empty();
        }
        if (!(patch.get(SETTINGS) instanceof ObjectNode given)) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'settings' is no JSON object");
        }
        return Optional.of(new SettingsPatch(
                given, read.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(read.longValue())));
    }

    /** @throws Refusal {@code BAD_ARGUMENT} naming what would not fit */
    ObjectNode on(ObjectNode settings, Manifest manifest) {
        ObjectNode merged = settings.deepCopy();
        given.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                merged.remove(entry.getKey());
            } else {
                merged.set(entry.getKey(), entry.getValue());
            }
        });
        return Settings.checked(manifest, merged);
    }

    /**
     * @param row locked
     * @throws Refusal {@code CONFLICT} with what is there now, when that is not what was read
     */
    void apply(AppRow row, Manifest manifest) {
        ObjectNode now = Columns.read(row.settings);
        if (revision.isPresent() && revision.getAsLong() != row.settingsRevision) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "Somebody else changed the settings: they are at revision " + row.settingsRevision
                            + ", yours came from " + revision.getAsLong() + "; look at them and save again",
                    now.properties().stream()
                            .map(one -> new Refusal.Detail(
                                    "settings#/" + one.getKey(), "It is now " + AppChanges.text(one.getValue())))
                            .toList());
        }
        row.set(on(now, manifest));
    }

    /** Which differ, and not from what to what: people keep secrets in them. */
    static String changedKeys(ObjectNode before, ObjectNode after) {
        Set<String> keys = new TreeSet<>();
        before.fieldNames().forEachRemaining(keys::add);
        after.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(key -> before.path(key).equals(after.path(key)));
        return String.join(" ", keys);
    }
}
