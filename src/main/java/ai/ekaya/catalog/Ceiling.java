package ai.ekaya.catalog;

import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a package of a trust level may ask for at most. More than that nobody grants, whoever they are; a platform admin changes it.
 *
 * @param allowed every class of effects that such a package may have
 */
public record Ceiling(TrustLevel level, Set<EffectClass> allowed) {
    public Ceiling {
        allowed = Set.copyOf(allowed);
    }

    /** What holds until a platform admin says otherwise. */
    public static Ceiling byDefault(TrustLevel level) {
        return new Ceiling(
                level,
                switch (level) {
                    case FIRST_PARTY, PRIVATE -> EnumSet.allOf(EffectClass.class);
                    case VERIFIED -> EnumSet.complementOf(EnumSet.of(EffectClass.READS_SENSITIVE_VALUES));
                    case UNSIGNED_DEVELOPMENT ->
                        EnumSet.complementOf(EnumSet.of(
                                EffectClass.READS_SENSITIVE_VALUES,
                                EffectClass.ROWS_TO_MODEL,
                                EffectClass.HTTP_WILDCARDS));
                });
    }

    /** Why the capabilities are above it, a sentence each; empty when they are not. */
    public List<String> exceeds(Capabilities asked) {
        return exceeds(EffectClass.of(asked), asked);
    }

    /** As of its capabilities, and of the tools that the package offers. */
    public List<String> exceeds(AppPackage app) {
        return exceeds(EffectClass.of(app), app.capabilities());
    }

    List<String> exceeds(Set<EffectClass> effects, Capabilities asked) {
        return effects.stream()
                .filter(effect -> !allowed.contains(effect))
                .sorted()
                .map(effect -> "The app " + effect.words(asked) + ", which apps of trust level " + level.text()
                        + " may not on this server")
                .toList();
    }
}
