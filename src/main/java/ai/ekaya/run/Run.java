package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.host.RunProgress;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.journal.JournalState;
import ai.ekaya.pack.EffectiveLimits;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of one app, as it is stored.
 *
 * @param limits what it could have used; empty until it has ended, and when no guest ran
 * @param progress how far it last said it was; kept when it has ended
 * @param commit how long its end took to store; known a second or so after that
 * @param journal empty until it has ended, when no guest ran, and in runs from before there were journals
 */
public record Run(
        RunId id,
        ProjectId project,
        AppId app,
        String appSlug,
        String version,
        String packageHash,
        ObjectNode trigger,
        Asker principal,
        String entry,
        int attempt,
        Optional<String> engine,
        State state,
        Optional<Outcome> outcome,
        long seed,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Usage usage,
        Optional<EffectiveLimits> limits,
        Optional<JournalState> journal,
        Optional<RunProgress> progress,
        Optional<Duration> commit) {

    public enum State {
        QUEUED,
        RUNNING,
        WAITING,
        ENDED
    }

    /** For whom it runs. */
    public record Asker(String kind, String id, String name) {}

    /**
     * What it used; zeros until it has ended.
     *
     * @param wallMillis from the guest's start to its end
     * @param hostMillis of these, inside host functions
     * @param sqlMillis of these, in those that ask a database
     * @param sqlRows that databases gave
     * @param egressBytes that it sent and received over HTTP
     * @param tokens that language models read and wrote for it
     */
    public record Usage(
            long fuel,
            long memoryBytesMax,
            long wallMillis,
            long hostMillis,
            long hostCalls,
            long sqlMillis,
            long sqlRows,
            long egressBytes,
            long tokens) {
        static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** How long it waited for its turn; empty until it has one. */
    public Optional<Duration> queued() {
        return startedAt.map(started -> Duration.between(createdAt, started));
    }
}
