package ai.ekaya.run;

import java.util.List;
import java.util.Optional;

/**
 * What came of a run that was repeated with its recorded input, time, random numbers and answers.
 *
 * @param run the recorded one; the replay itself is none
 * @param packageHash what was run now
 * @param identical the same calls, outcome, output bytes and fuel
 * @param calls how many were answered from the journal
 * @param divergence the first host call that was another one
 * @param notes what was not as it was when the run was recorded, and may be why
 */
public record Replay(
        String run,
        String packageHash,
        boolean identical,
        Verdict verdict,
        int calls,
        Optional<Difference> divergence,
        Both<String> outcome,
        Optional<Both<String>> error,
        Optional<Both<String>> outputHash,
        Both<Long> fuel,
        List<String> notes) {

    /** The first thing that is not the same. */
    public enum Verdict {
        IDENTICAL,
        CALLS_DIFFER,
        OUTCOME_DIFFERS,
        OUTPUT_DIFFERS,
        FUEL_DIFFERS,
        /** Time was over, or it was cancelled: nothing is known. */
        NOT_FINISHED
    }

    /** What was recorded, and what came now. */
    public record Both<T>(T expected, T got) {
        boolean same() {
            return expected.equals(got);
        }
    }

    /** @param call counts from 1 */
    public record Difference(int call, Optional<Call> expected, Optional<Call> got) {}

    /** @param arguments their beginning; empty where the run's list of calls has none */
    public record Call(String function, String argumentsHash, Optional<String> arguments) {}
}
