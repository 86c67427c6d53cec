package ai.ekaya.run;

import ai.ekaya.host.CallRecord;
import ai.ekaya.host.LogEntry;
import ai.ekaya.sandbox.RunOutcome;
import java.util.List;
import java.util.Optional;

/** A run's end with everything that it leaves. */
public record Finished(
        Outcome outcome,
        Optional<String> output,
        Optional<String> engine,
        List<LogEntry> log,
        List<CallRecord> calls,
        Run.Usage usage) {

    /** An end without a guest having run. */
    static Finished without(Outcome outcome) {
        return new Finished(outcome, Optional.empty(), Optional.empty(), List.of(), List.of(), Run.Usage.NONE);
    }

    static Finished refused(String reason) {
        return without(Outcome.of(new RunOutcome.Refused(reason)));
    }
}
