package ai.ekaya.audit;

import ai.ekaya.store.Together;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.RequestOrigin;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Appends events in the transaction of the change that they tell of. The server's login can neither change nor delete them. They
 * are chained a moment later, by {@link Sealing}. Thread-safe.
 */
@Singleton
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    private final Clock clock;
    private final AtomicLong appends = new AtomicLong();

    @Inject
    public AuditLog(Clock clock) {
        this.clock = clock;
    }

    public void append(Transaction transaction, AuditEvent event) {
        // One statement, so that an event without its place in the sealer's queue cannot be.
        Together.write(transaction, parts("first", "", event), row -> row.getLong(1));
        appends.incrementAndGet();
    }

    /** For {@link Together}, to be written if its first part gives a row; at most one event in a statement. */
    public List<Together.Part> parts(AuditEvent event) {
        appends.incrementAndGet();
        return parts("event", " FROM first", event);
    }

    private List<Together.Part> parts(String name, String from, AuditEvent event) {
        Optional<RequestOrigin> origin = RequestOrigin.current();
        Optional<AuditEvent.Tally> tally = event.tally();
        Together.Part inserted = Together.Part.of(
                name,
                """
                INSERT INTO ekaya.audit_event (at, type, actor_kind, actor_id, actor_name, project_id, subject, details,
                    outcome, severity, via_app, via_run, address, request_id, changes, count, last_at)
                SELECT ?::timestamptz, ?, ?, ?, ?, ?::uuid, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::bigint, ?::timestamptz
                """ + from + " RETURNING id",
                tally.map(AuditEvent.Tally::first).orElseGet(clock::instant),
                event.type().name(),
                event.actor().kind(),
                event.actor().id(),
                event.actor().name(),
                event.project(),
                event.subject(),
                json(event.details()),
                event.outcome().name(),
                event.severity().name(),
                event.via().map(AuditEvent.Via::app),
                event.via().map(AuditEvent.Via::run),
                origin.map(RequestOrigin::address),
                origin.map(RequestOrigin::id),
                event.changes().isEmpty()
                        ? Optional.empty()
                        : json(event.changes().byName()),
                tally.map(AuditEvent.Tally::count).orElse(1L),
                tally.map(AuditEvent.Tally::last));
        Together.Part queued = Together.Part.of(
                "unsealed",
                "INSERT INTO ekaya.audit_unsealed (event_id, chain_id) SELECT id, ? FROM " + name,
                new Chain(event.project()).id());
        return List.of(inserted, queued);
    }

    /** How many events were appended here, as far as their transactions committed: the sealer looks when there are more. */
    long appends() {
        return appends.get();
    }

    /** What happened, newest first. */
    public List<AuditEntry> list(Transaction transaction, Chain chain, AuditFilter filter, int countMax) {
        return filter.find(transaction, chain, countMax);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An audit event could not be written as JSON", e);
        }
    }
}
