package ai.ekaya.run;

import ai.ekaya.journal.Divergence;
import ai.ekaya.journal.Ending;
import java.util.Optional;

/**
 * A recorded end beside that of its replay.
 *
 * @param divergence the first host call that was another one
 */
record Comparison(Ending recorded, Ending replayed, Optional<Divergence> divergence) {

    Replay.Verdict verdict() {
        if (divergence.isPresent()) {
            return Replay.Verdict.CALLS_DIFFER;
        }
        if (recorded.stopped() && recorded.fuel() == replayed.fuel()) {
            // How it was stopped is nothing of the guest's: that it came as far is all that can be the same.
            return Replay.Verdict.IDENTICAL;
        }
        if (replayed.stopped()) {
            return Replay.Verdict.NOT_FINISHED;
        }
        if (recorded.stopped()) {
            return Replay.Verdict.OUTCOME_DIFFERS;
        }
        if (!recorded.outcome().equals(replayed.outcome()) || !recorded.error().equals(replayed.error())) {
            return Replay.Verdict.OUTCOME_DIFFERS;
        }
        if (!recorded.outputHash().equals(replayed.outputHash())) {
            return Replay.Verdict.OUTPUT_DIFFERS;
        }
        return recorded.fuel() == replayed.fuel() ? Replay.Verdict.IDENTICAL : Replay.Verdict.FUEL_DIFFERS;
    }
}
