package ai.ekaya.audit;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * How many events of one type, outcome and severity a project had in a time; refusals that are one event count as often as they were.
 *
 * @param type an {@link AuditEvent.Type}, as text: an entry that somebody changed is counted too
 */
public record AuditCounts(String type, String outcome, String severity, long count) {
    /** Bounded by the types that there are, and by {@link Limit#AUDIT_SEARCH_MILLIS}. */
    public static List<AuditCounts> of(Transaction transaction, UUID project, Instant from, Instant to, Limits limits) {
        try (Statement settings = transaction.connection().createStatement()) {
            settings.execute("SET LOCAL statement_timeout = " + limits.of(Limit.AUDIT_SEARCH_MILLIS));
        } catch (SQLException e) {
            throw new IllegalStateException("Could not bound a statement's time", e);
        }
        return Sql.list(
                transaction,
                """
                SELECT type, outcome, severity, sum(count) AS often FROM ekaya.audit_event
                WHERE project_id = ? AND at >= ? AND at < ? GROUP BY type, outcome, severity ORDER BY type, outcome, severity
                """,
                row -> new AuditCounts(
                        row.getString("type"),
                        row.getString("outcome"),
                        row.getString("severity"),
                        row.getLong("often")),
                project,
                from,
                to);
    }
}
