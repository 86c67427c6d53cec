package ai.ekaya.run;

import ai.ekaya.host.CallRecord;
import ai.ekaya.host.CallRefusal;
import ai.ekaya.host.LogEntry;
import ai.ekaya.host.RunProgress;
import ai.ekaya.journal.Recording;
import ai.ekaya.leak.LeakCount;
import ai.ekaya.notify.Notice;
import ai.ekaya.pack.EffectiveLimits;
import java.util.List;
import java.util.Optional;

/**
 * A run's end with everything that it leaves.
 *
 * @param refusals what it tried and may not
 * @param leaks what was found on its way out
 * @param progress how far it last said it was
 * @param notices what it told people, which they learn with its end
 * @param limits what it could have used; empty when no guest ran
 * @param away it failed because a database was away, and did not handle that
 * @param recording what it takes to repeat it; empty when no guest ran
 */
public record Finished(
        Outcome outcome,
        Optional<String> output,
        Optional<String> engine,
        List<LogEntry> log,
        List<CallRecord> calls,
        List<CallRefusal> refusals,
        List<LeakCount> leaks,
        Optional<RunProgress> progress,
        List<Notice> notices,
        Run.Usage usage,
        Optional<EffectiveLimits> limits,
        boolean away,
        Optional<Recording> recording) {

    /** An end without a guest having run. */
    static Finished without(Outcome outcome) {
        return new Finished(
                outcome,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Run.Usage.NONE,
                Optional.empty(),
                false,
                Optional.empty());
    }

    Finished withOutcome(Outcome other) {
        return new Finished(
                other, output, engine, log, calls, refusals, leaks, progress, notices, usage, limits, away, recording);
    }

    static Finished refused(String reason) {
        return without(Outcome.refused(reason));
    }
}
