package ai.ekaya.install;

import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Effect;
import java.util.List;

/** One thing that an installed app may do: its kind, and plain words that end a sentence about the app. */
public record EffectView(Effect effect, String text) {
    static List<EffectView> of(Capabilities grants) {
        return grants.effects().stream()
                .map(line -> new EffectView(line.effect(), line.text()))
                .toList();
    }
}
