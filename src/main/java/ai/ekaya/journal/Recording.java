package ai.ekaya.journal;

import ai.ekaya.sandbox.Conditions;
import ai.ekaya.sandbox.RunRequest;
import java.util.Optional;

/**
 * Everything that decided about a run, and what came of it.
 *
 * @param packageHash in hex
 * @param tape empty when more went through the door than is kept
 */
public record Recording(
        String packageHash, RunRequest request, Conditions conditions, Ending ending, Optional<Tape> tape) {

    public JournalState state() {
        return tape.isPresent() ? JournalState.RECORDED : JournalState.TOO_LARGE;
    }
}
