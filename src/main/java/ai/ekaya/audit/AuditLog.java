package ai.ekaya.audit;

import ai.ekaya.store.Transaction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Appends events in the transaction of the change that they tell of. The server's login can neither change nor delete them.
 * Thread-safe.
 */
@Singleton
public final class AuditLog {
    private static final ObjectMapper DETAILS = new ObjectMapper();

    private final Clock clock;

    @Inject
    public AuditLog(Clock clock) {
        this.clock = clock;
    }

    public void append(Transaction transaction, AuditEvent event) {
        String sql = """
                INSERT INTO ekaya.audit_event (at, type, actor_kind, actor_id, actor_name, project_id, subject, details)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """;
        try (PreparedStatement insert = transaction.connection().prepareStatement(sql)) {
            insert.setTimestamp(1, Timestamp.from(clock.instant()));
            insert.setString(2, event.type().name());
            insert.setString(3, event.actor().kind());
            insert.setString(4, event.actor().id());
            insert.setString(5, event.actor().name());
            insert.setObject(6, event.project().orElse(null));
            insert.setString(7, event.subject());
            insert.setString(8, DETAILS.writeValueAsString(event.details()));
            insert.executeUpdate();
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("Could not append the audit event " + event.type(), e);
        }
    }

    /**
     * What happened in a project, newest first.
     *
     * @param before only events with a smaller id; {@link Long#MAX_VALUE} for the newest
     */
    public List<AuditEntry> list(Transaction transaction, UUID project, long before, int countMax) {
        String sql = """
                SELECT id, at, type, actor_kind, actor_id, actor_name, subject, details
                FROM ekaya.audit_event
                WHERE project_id = ? AND id < ?
                ORDER BY id DESC
                LIMIT ?
                """;
        try (PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            query.setObject(1, project);
            query.setLong(2, before);
            query.setInt(3, countMax);
            List<AuditEntry> entries = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
            return entries;
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("Could not read the audit of project " + project, e);
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException, JsonProcessingException {
        return new AuditEntry(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                AuditEvent.Type.valueOf(row.getString("type")),
                new Actor(row.getString("actor_kind"), row.getString("actor_id"), row.getString("actor_name")),
                row.getString("subject"),
                DETAILS.readValue(row.getString("details"), new TypeReference<Map<String, String>>() {}));
    }
}
