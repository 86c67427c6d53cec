package ai.ekaya.query;

import ai.ekaya.identity.ProjectId;
import java.time.Instant;
import java.util.Optional;

/**
 * A query of a project, under a name that never changes: apps' grants hold it.
 *
 * @param approvedVersion what runs while the state is approved
 * @param latestVersion what waits for a decision, when that is another one
 * @param madeBy who suggested the first version
 */
public record Query(
        QueryId id,
        ProjectId project,
        String name,
        String description,
        QueryState state,
        Optional<Integer> approvedVersion,
        int latestVersion,
        Decision madeBy) {

    /** Who did it, and when. */
    public record Decision(String user, String name, Instant at) {}
}
