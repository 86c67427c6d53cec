package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where people of a project are told beside the inbox.
 *
 * @param rules of which one must fit
 * @param stopped why nothing is sent any more
 */
record Channel(
        UUID id,
        ProjectId project,
        String name,
        Target target,
        List<Rule> rules,
        Optional<String> stopped,
        Instant changedAt,
        String changedBy) {

    /** @param app its slug; any app where empty */
    record Rule(Optional<String> app, Severity severity) {}

    Channel {
        rules = List.copyOf(rules);
    }
}
