package ai.ekaya.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * One that is kept, as HTTP clients see it.
 *
 * @param app the app's slug
 * @param acknowledgedBy who has looked at it; empty while nobody has
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Notification(
        String id,
        NewNotification.Severity severity,
        String title,
        String body,
        String app,
        Optional<String> run,
        Instant createdAt,
        Optional<Instant> acknowledgedAt,
        Optional<String> acknowledgedBy) {}
