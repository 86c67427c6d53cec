package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is sent to a channel.
 *
 * @param delivery stays the same however often it is tried, so that a receiver can tell
 * @param notification empty for a test
 * @param lastAt when it was told last
 */
record Letter(
        UUID delivery,
        ProjectId project,
        Optional<UUID> notification,
        Severity severity,
        String title,
        String body,
        Optional<String> app,
        Optional<UUID> run,
        long count,
        Instant createdAt,
        Instant lastAt) {

    static Letter test(UUID delivery, ProjectId project, Instant now) {
        return new Letter(
                delivery,
                project,
                Optional.empty(),
                Severity.INFO,
                "A test of this channel",
                "Somebody asked Ekaya Apps to send this. Nothing happened.",
                Optional.empty(),
                Optional.empty(),
                1,
                now,
                now);
    }
}
