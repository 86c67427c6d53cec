package ai.ekaya.audit;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.web.RequestOrigin;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Counts refused requests, so that a million of one kind are one event. What was counted is written every minute and when the
 * server stops; a server that is killed loses a minute of it. Thread-safe.
 */
@Singleton
public final class Refusals {
    private static final Actor MANY = new Actor("user", "unknown", "many");

    private final Store store;
    private final AuditLog audit;
    private final Clock clock;
    private final int kindsMax;
    private final Map<Kind, Counted> counted = new LinkedHashMap<>();

    @Inject
    public Refusals(Store store, AuditLog audit, Limits limits, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        this.kindsMax = limits.intOf(Limit.AUDIT_REFUSALS_KINDS_COUNT);
    }

    /**
     * Refusals that are counted together.
     *
     * @param subject what was asked, one of few
     * @param code why it was refused
     * @param address where it came from
     */
    public record Kind(
            AuditEvent.Type type, Actor actor, Optional<UUID> project, String subject, String code, String address) {
        /** For what no longer fits: of the many kinds at once, one for each reason. */
        private Kind blurred() {
            return new Kind(type, MANY, Optional.empty(), "many", code, "many");
        }
    }

    private record Counted(long count, Instant first, Instant last, Optional<RequestOrigin> origin) {
        Counted and(Instant now) {
            return new Counted(count + 1, first, now, origin);
        }

        /** What came later, and this before it. */
        Counted plus(Counted earlier) {
            return new Counted(count + earlier.count, earlier.first, last, earlier.origin);
        }
    }

    public void count(Kind kind) {
        Instant now = clock.instant();
        Optional<RequestOrigin> origin = RequestOrigin.current();
        synchronized (counted) {
            Kind fitting = counted.containsKey(kind) || counted.size() < kindsMax ? kind : kind.blurred();
            Counted before = counted.get(fitting);
            counted.put(fitting, before == null ? new Counted(1, now, now, origin) : before.and(now));
        }
    }

    /** Writes what was counted since the last time; what cannot be written is counted on. */
    public void flush() {
        Deque<Map.Entry<Kind, Counted>> taken = taken();
        try {
            while (!taken.isEmpty()) {
                write(taken.peekFirst().getKey(), taken.peekFirst().getValue());
                taken.removeFirst();
            }
        } finally {
            putBack(taken);
        }
    }

    private void write(Kind kind, Counted how) {
        AuditEvent event = new AuditEvent(
                        kind.type(), kind.actor(), kind.project(), kind.subject(), Map.of("code", kind.code()))
                .times(new AuditEvent.Tally(how.count(), how.first(), how.last()));
        // The first one's request stands for all.
        try (RequestOrigin.Scope request = RequestOrigin.enter(how.origin())) {
            new Chain(kind.project()).transact(store, transaction -> audit.append(transaction, event));
        }
    }

    private Deque<Map.Entry<Kind, Counted>> taken() {
        synchronized (counted) {
            Deque<Map.Entry<Kind, Counted>> taken = new ArrayDeque<>(counted.entrySet());
            counted.clear();
            return taken;
        }
    }

    private void putBack(Collection<Map.Entry<Kind, Counted>> unwritten) {
        synchronized (counted) {
            unwritten.forEach(one -> counted.merge(one.getKey(), one.getValue(), Counted::plus));
        }
    }
}
