package ai.ekaya.trigger;

import ai.ekaya.host.RunId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened to a trigger, and what became of it; how a run that it started ended is told by the run.
 *
 * @param about what the app sees of it as {@code context.trigger}
 * @param dueAt when its run may start
 * @param doneAt when it was decided that it starts a run or none
 * @param reason why it started none
 */
record Wake(
        UUID id,
        ObjectNode about,
        Instant notedAt,
        Instant dueAt,
        Optional<Instant> doneAt,
        Optional<RunId> run,
        Optional<String> reason) {}
