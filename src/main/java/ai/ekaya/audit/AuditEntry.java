package ai.ekaya.audit;

import java.time.Instant;
import java.util.Map;

/** An event as it was written. Ids grow, with gaps. */
public record AuditEntry(
        long id, Instant at, AuditEvent.Type type, Actor actor, String subject, Map<String, String> details) {
    public AuditEntry {
        details = Map.copyOf(details);
    }
}
