package ai.ekaya.run;

import ai.ekaya.appdb.AppId;
import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** One run of one app, as it is stored. */
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
        Usage usage) {

    public enum State {
        QUEUED,
        RUNNING,
        WAITING,
        ENDED
    }

    /** For whom it runs. */
    public record Asker(String kind, String id, String name) {}

    /** What it used; zeros until it has ended. */
    public record Usage(long wallMillis, long hostMillis, long memoryBytesMax, long hostCalls) {
        static final Usage NONE = new Usage(0, 0, 0, 0);
    }
}
