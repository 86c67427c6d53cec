package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How each app ran last; the room of runs knows, and this one may not look into it. */
public interface LastRuns {
    /** Of all apps of a project that have run, whose runs are kept. */
    Map<AppId, LastRun> of(ProjectId project);

    /** @param outcome empty until it has ended */
    record LastRun(String id, String state, Optional<String> outcome, Instant createdAt, Optional<Instant> endedAt) {}
}
