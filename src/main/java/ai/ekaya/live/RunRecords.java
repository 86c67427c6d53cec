package ai.ekaya.live;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.ProjectId;
import java.time.Instant;
import java.util.Optional;

/** What is stored of runs and apps, for who begins to look on; the room of runs knows, and this one may not look into it. */
public interface RunRecords {
    /** Empty when the project has no such run. */
    Optional<State> state(ProjectId project, RunId run);

    /** @param slug an app's name in the project */
    boolean hasApp(ProjectId project, String slug);

    /**
     * How a run stands.
     *
     * @param app its app's slug
     * @param at since when
     */
    record State(String app, String state, Optional<String> outcome, Instant at) {
        /** Whether nothing more happens to it. */
        boolean isLast() {
            return outcome.isPresent();
        }
    }
}
