package ai.ekaya.audit;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which events of a chain are asked for; each part that is there narrows it.
 *
 * @param before only events with a smaller id; {@link Long#MAX_VALUE} for the newest
 * @param actor an id or a name
 * @param subject its beginning, as {@code app:}
 * @param text anywhere in subject, actor, details and changes
 * @param searchMillis how long the database may look
 */
public record AuditFilter(
        long before,
        List<AuditEvent.Type> types,
        Optional<String> actor,
        Optional<String> subject,
        Optional<AuditEvent.Outcome> outcome,
        Optional<AuditEvent.Severity> severity,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> text,
        long searchMillis) {
    private static final String CANCELLED = "57014";

    public AuditFilter {
        types = List.copyOf(types);
    }

    /** All that happened. */
    public static AuditFilter all(Limits limits, long before) {
        return new AuditFilter(
                before,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limits.of(Limit.AUDIT_SEARCH_MILLIS));
    }

    /** @throws Refusal {@code TIMEOUT} when too much must be read to find so many */
    List<AuditEntry> find(Transaction transaction, Chain chain, int countMax) {
        List<Object> values = new ArrayList<>();
        String sql = "SELECT " + EventRow.COLUMNS + ", s.sequence FROM ekaya.audit_event e"
                + " LEFT JOIN ekaya.audit_seal s ON s.event_id = e.id WHERE e." + chain.rows() + conditions(values)
                + " ORDER BY e.id DESC LIMIT ?";
        try (Statement settings = transaction.connection().createStatement();
                PreparedStatement query = transaction.connection().prepareStatement(sql)) {
            settings.execute("SET LOCAL statement_timeout = " + searchMillis);
            query.setObject(1, chain.project().orElse(null));
            for (int at = 0; at < values.size(); at++) {
                query.setObject(at + 2, values.get(at));
            }
            query.setInt(values.size() + 2, countMax);
            return read(query);
        } catch (SQLException e) {
            if (CANCELLED.equals(e.getSQLState())) {
                throw new Refusal(
                        RefusalCode.TIMEOUT,
                        "Too many events had to be looked at; narrow the search by 'from' and 'to', or by 'type'",
                        e);
            }
            throw new IllegalStateException("Could not read the audit of " + chain, e);
        }
    }

    private static List<AuditEntry> read(PreparedStatement query) throws SQLException {
        List<AuditEntry> entries = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                entries.add(EventRow.read(rows).entry(Optional.ofNullable(rows.getObject("sequence", Long.class))));
            }
        }
        return entries;
    }

    private String conditions(List<Object> values) {
        StringBuilder sql = new StringBuilder();
        and(sql, values, " AND e.id < ?", before);
        if (!types.isEmpty()) {
            String names = String.join(" ", types.stream().map(Enum::name).toList());
            and(sql, values, " AND e.type = ANY (string_to_array(?, ' '))", names);
        }
        actor.ifPresent(who -> and(sql, values, " AND ? IN (e.actor_id, e.actor_name)", who));
        subject.ifPresent(what -> and(sql, values, " AND starts_with(e.subject, ?)", what));
        outcome.ifPresent(how -> and(sql, values, " AND e.outcome = ?", how.name()));
        severity.ifPresent(how -> and(sql, values, " AND e.severity = ?", how.name()));
        from.ifPresent(time -> and(sql, values, " AND coalesce(e.last_at, e.at) >= ?", Timestamp.from(time)));
        to.ifPresent(time -> and(sql, values, " AND e.at < ?", Timestamp.from(time)));
        text.ifPresent(part -> and(
                sql,
                values,
                " AND strpos(lower(concat_ws(' ', e.subject, e.actor_name, e.via_app, e.details, e.changes)), lower(?)) > 0",
                part));
        return sql.toString();
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, Object value) {
        sql.append(condition);
        values.add(value);
    }
}
