package ai.ekaya.run;

import ai.ekaya.host.Effect;
import java.time.Instant;
import java.util.List;

/** What becomes of a run after a misfortune. */
sealed interface Verdict {
    /** It changed nothing, and begins anew. */
    record Again(Instant at) implements Verdict {}

    /** It stays as it is; with what it changed, or may have. */
    record Ends(Outcome outcome, List<Effect> effects) implements Verdict {
        public Ends {
            effects = List.copyOf(effects);
        }
    }
}
