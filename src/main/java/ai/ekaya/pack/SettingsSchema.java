package ai.ekaya.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** The JSON Schema in {@code manifest.json#/settings}: checked itself, then used to check what people set. */
public final class SettingsSchema {
    /** Empty for one that cannot be applied: a package may have been installed when less was looked at. */
    private final Optional<Schema> schema;

    public SettingsSchema(Manifest manifest) {
        this.schema = Optional.of(manifest.settings())
                .filter(source -> SchemaForm.problems(source).isEmpty())
                .flatMap(Schema::built);
    }

    /** What does not fit; {@code where} is {@code settings#} and a JSON pointer. */
    public List<ReadResult.Finding> problems(JsonNode settings) {
        return schema.map(known -> known.problems("settings", settings))
                .orElseGet(() -> List.of(new ReadResult.Finding(
                        "settings#",
                        "The package's schema of settings cannot be applied, so nothing fits it; expected an update of the"
                                + " app that mends manifest.json#/settings")));
    }
}
