package ai.ekaya.run;

import ai.ekaya.host.Effect;
import ai.ekaya.limits.Limits;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides what becomes of runs after a misfortune: none that changed anything is begun anew. */
final class Verdicts {
    private static final int NAMED_MAX = 5;

    private final Retrying retrying;
    private final Clock clock;

    Verdicts(Limits limits, Clock clock) {
        this.retrying = new Retrying(limits);
        this.clock = clock;
    }

    /** @param effects of the attempt; empty when it is not known what it changed */
    Verdict of(Run run, Misfortune misfortune, Outcome outcome, Optional<List<Effect>> effects) {
        Optional<Verdict> again = effects.filter(List::isEmpty)
                .flatMap(none -> retrying.after(run, misfortune, clock.instant()))
                .map(Verdict.Again::new);
        List<Effect> known = effects.orElse(List.of());
        return again.orElseGet(
                () -> new Verdict.Ends(outcome.name() == Outcome.Name.LOST ? lost(run, effects) : outcome, known));
    }

    private static Outcome lost(Run run, Optional<List<Effect>> effects) {
        return Outcome.lost(effects.map(known -> known.isEmpty()
                        ? "; it had changed nothing, and this was attempt " + run.attempt()
                                + ", the last one that it has"
                        : "; it is not run again, as it had made changes: " + named(known))
                .orElse("; what it changed is not known"));
    }

    private static String named(List<Effect> effects) {
        String first = effects.stream()
                .limit(NAMED_MAX)
                .map(effect -> "call " + effect.call() + " " + effect.function() + " "
                        + (effect.state() == Effect.State.DONE ? "(done) " : "(in doubt) ") + effect.arguments())
                .collect(Collectors.joining("; "));
        return first + (effects.size() > NAMED_MAX ? "; and " + (effects.size() - NAMED_MAX) + " more" : "");
    }
}
