package ai.ekaya.catalog;

import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Effect;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a package of a trust level may ask for at most. More than that nobody grants, whoever they are; a platform admin changes it.
 *
 * @param allowed every kind of effect that such a package may have
 */
public record Ceiling(TrustLevel level, Set<Effect> allowed) {
    public Ceiling {
        allowed = Set.copyOf(allowed);
    }

    /** What holds until a platform admin says otherwise. */
    public static Ceiling byDefault(TrustLevel level) {
        return new Ceiling(
                level,
                switch (level) {
                    case FIRST_PARTY, PRIVATE -> Effect.decided();
                    case VERIFIED -> without(Effect.SENDS_SENSITIVE_VALUES);
                    case UNSIGNED_DEVELOPMENT ->
                        without(Effect.SENDS_SENSITIVE_VALUES, Effect.SENDS_ROWS_TO_MODEL, Effect.REACHES_ANY_HOST);
                });
    }

    private static Set<Effect> without(Effect... effects) {
        Set<Effect> allowed = Effect.decided();
        Arrays.asList(effects).forEach(allowed::remove);
        return allowed;
    }

    /** Why the capabilities are above it, a sentence each; empty when they are not. */
    public List<String> exceeds(Capabilities asked) {
        return exceeds(Effect.of(asked), asked);
    }

    /** As of its capabilities, and of the tools that the package offers. */
    public List<String> exceeds(AppPackage app) {
        return exceeds(Effect.of(app), app.capabilities());
    }

    List<String> exceeds(Set<Effect> effects, Capabilities asked) {
        return effects.stream()
                .filter(effect -> !allowed.contains(effect))
                .sorted()
                .map(effect -> "The app " + effect.words(asked) + ", which apps of trust level " + level.text()
                        + " may not on this server")
                .toList();
    }
}
