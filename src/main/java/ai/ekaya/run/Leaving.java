package ai.ekaya.run;

import ai.ekaya.leak.Exit;
import ai.ekaya.leak.Leak;
import ai.ekaya.leak.RunExits;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sandbox.RunOutcome;
import ai.ekaya.sandbox.RunResult;
import java.util.Optional;

/**
 * What of a run's end may be kept and shown: an output with a secret in it fails the run and is not kept, an error is kept without it.
 *
 * @param output empty when there is none, and when it must not leave
 */
record Leaving(Outcome outcome, Optional<String> output) {
    static Leaving of(Outcome outcome, RunResult result, RunExits exits) {
        if (result.outcome() instanceof RunOutcome.Succeeded(String output)) {
            Optional<Leak> leak = exits.json(Exit.OUTPUT, output).leak();
            return leak.isPresent()
                    ? new Leaving(leaked(leak.get()), Optional.empty())
                    : new Leaving(outcome, Optional.of(output));
        }
        Optional<Outcome.Error> safe = outcome.error().map(error -> safe(error, exits));
        return new Leaving(new Outcome(outcome.name(), safe), Optional.empty());
    }

    private static Outcome leaked(Leak leak) {
        return new Outcome(
                Outcome.Name.FAILED,
                Optional.of(new Outcome.Error(RefusalCode.LEAK.name(), leak.message(), leak.pointer())));
    }

    private static Outcome.Error safe(Outcome.Error error, RunExits exits) {
        return new Outcome.Error(
                error.code(),
                exits.text(Exit.ERROR_TEXT, error.message()).safe(),
                error.where().map(where -> exits.text(Exit.ERROR_TEXT, where).safe()));
    }
}
