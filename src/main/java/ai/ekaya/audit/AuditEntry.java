package ai.ekaya.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as it was written. Ids grow, with gaps. Enums are text here, so that an entry which somebody changed can be shown.
 *
 * @param at of several refusals the first
 * @param lastAt of several refusals the last
 * @param address where the request came from; absent for what no request did
 * @param sequence its place in the chain; absent for a moment after it was written
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AuditEntry(
        long id,
        Instant at,
        String type,
        Actor actor,
        Optional<UUID> project,
        String subject,
        JsonNode details,
        String outcome,
        String severity,
        Optional<AuditEvent.Via> via,
        Optional<JsonNode> changes,
        long count,
        Optional<Instant> lastAt,
        Optional<String> address,
        Optional<String> requestId,
        Optional<Long> sequence) {}
