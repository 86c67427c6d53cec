package ai.ekaya.llm;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A part of a model's settings that may be left out, and the modes that have it. */
enum ModePart {
    PROVIDER("provider", NewModelSettings::provider, ModelSettings.Mode.OWN),
    BASE_URL("baseUrl", NewModelSettings::baseUrl, ModelSettings.Mode.OWN, ModelSettings.Mode.ON_PREM),
    MODEL(
            "model",
            NewModelSettings::model,
            ModelSettings.Mode.OWN,
            ModelSettings.Mode.ON_PREM,
            ModelSettings.Mode.EMBEDDED),
    KEY_SECRET("keySecret", NewModelSettings::keySecret, ModelSettings.Mode.OWN, ModelSettings.Mode.ON_PREM),
    SCHEMAS("schemas", NewModelSettings::schemas, ModelSettings.Mode.values()),
    CA_CERTIFICATES("caCertificates", NewModelSettings::caCertificates, ModelSettings.Mode.ON_PREM),
    CLIENT_CERTIFICATE("clientCertificate", NewModelSettings::clientCertificate, ModelSettings.Mode.ON_PREM),
    CLIENT_KEY_SECRET("clientKeySecret", NewModelSettings::clientKeySecret, ModelSettings.Mode.ON_PREM),
    INPUT_PRICE("inputPrice", NewModelSettings::inputPrice, ModelSettings.Mode.OWN, ModelSettings.Mode.ON_PREM),
    OUTPUT_PRICE("outputPrice", NewModelSettings::outputPrice, ModelSettings.Mode.OWN, ModelSettings.Mode.ON_PREM);

    private final String key;
    private final Function<NewModelSettings, @Nullable Object> read;
    private final Set<ModelSettings.Mode> modes;

    ModePart(String key, Function<NewModelSettings, @Nullable Object> read, ModelSettings.Mode... modes) {
        this.key = key;
        this.read = read;
        this.modes = EnumSet.copyOf(Arrays.asList(modes));
    }

    /** @throws Refusal {@code BAD_ARGUMENT} naming the parts that this mode has not */
    static void refuseOthers(ModelSettings.Mode mode, NewModelSettings asked) {
        refuse(
                mode.text(),
                EnumSet.allOf(ModePart.class).stream()
                        .filter(part -> !part.modes.contains(mode))
                        .collect(Collectors.toSet()),
                asked);
    }

    /** As {@link #refuseOthers}, of mode none. */
    static void refuseAll(NewModelSettings asked) {
        refuse("none", EnumSet.allOf(ModePart.class), asked);
    }

    private static void refuse(String mode, Set<ModePart> parts, NewModelSettings asked) {
        String given = parts.stream()
                .filter(part -> part.read.apply(asked) != null)
                .sorted()
                .map(part -> "'" + part.key + "'")
                .collect(Collectors.joining(", "));
        if (!given.isEmpty()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "Mode " + mode + " has no " + given);
        }
    }
}
