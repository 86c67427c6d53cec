package ai.ekaya.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event as it stands in the database, whatever that is: reading it never fails on a value that somebody changed. */
record EventRow(
        long id,
        Instant at,
        String type,
        Actor actor,
        Optional<UUID> project,
        String subject,
        JsonNode details,
        String outcome,
        String severity,
        Optional<String> viaApp,
        Optional<String> viaRun,
        Optional<String> address,
        Optional<String> requestId,
        Optional<JsonNode> changes,
        long count,
        Optional<Instant> lastAt) {

    /** Of table {@code audit_event e}. */
    static final String COLUMNS = """
            e.id, e.at, e.type, e.actor_kind, e.actor_id, e.actor_name, e.project_id, e.subject, e.details, e.outcome,
            e.severity, e.via_app, e.via_run, e.address, e.request_id, e.changes, e.count, e.last_at
            """;

    static final JsonMapper MAPPER = JsonMapper.builder()
            // A number keeps its text, so that 1.0 is not 1.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static EventRow read(ResultSet row) throws SQLException {
        return new EventRow(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("type"),
                new Actor(row.getString("actor_kind"), row.getString("actor_id"), row.getString("actor_name")),
                Optional.ofNullable(row.getObject("project_id", UUID.class)),
                row.getString("subject"),
                json(row.getString("details")),
                row.getString("outcome"),
                row.getString("severity"),
                Optional.ofNullable(row.getString("via_app")),
                Optional.ofNullable(row.getString("via_run")),
                Optional.ofNullable(row.getString("address")),
                Optional.ofNullable(row.getString("request_id")),
                Optional.ofNullable(row.getString("changes")).map(EventRow::json),
                row.getLong("count"),
                instant(row.getTimestamp("last_at")));
    }

    private static Optional<Instant> instant(@Nullable Timestamp time) {
        return Optional.ofNullable(time).map(Timestamp::toInstant);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds JSON that is none", e);
        }
    }

    AuditEntry entry(Optional<Long> sequence) {
        return new AuditEntry(
                id,
                at,
                type,
                actor,
                project,
                subject,
                details,
                outcome,
                severity,
                viaApp.map(app -> new AuditEvent.Via(app, viaRun.orElse(""))),
                changes,
                count,
                lastAt,
                address,
                requestId,
                sequence);
    }

    /** What is hashed and exported: every column, and what is absent left out (docs/audit.md). */
    ObjectNode json() {
        ObjectNode event = MAPPER.createObjectNode();
        event.put("id", id).put("at", at.toString()).put("type", type);
        event.putObject("actor").put("kind", actor.kind()).put("id", actor.id()).put("name", actor.name());
        project.ifPresent(value -> event.put("project", value.toString()));
        event.put("subject", subject).set("details", details);
        event.put("outcome", outcome).put("severity", severity);
        viaApp.ifPresent(value -> event.put("viaApp", value));
        viaRun.ifPresent(value -> event.put("viaRun", value));
        address.ifPresent(value -> event.put("address", value));
        requestId.ifPresent(value -> event.put("requestId", value));
        changes.ifPresent(value -> event.set("changes", value));
        event.put("count", count);
        lastAt.ifPresent(value -> event.put("lastAt", value.toString()));
        return event;
    }
}
