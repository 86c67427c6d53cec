package ai.ekaya.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * One that is kept, as HTTP clients see it.
 *
 * @param app the app's slug
 * @param count how often it was told while nobody had looked; title, body and run are the last ones
 * @param acknowledgedBy who has looked at it; empty while nobody has
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Notification(
        String id,
        Severity severity,
        String title,
        String body,
        String app,
        Optional<String> run,
        long count,
        Instant createdAt,
        Instant lastAt,
        Optional<Instant> acknowledgedAt,
        Optional<String> acknowledgedBy) {}
