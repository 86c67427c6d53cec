package ai.ekaya.audit;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Takes away the oldest events of each chain when their time is over, and leaves a signed anchor that the rest begins at. Only the
 * beginning of a chain goes: an old event behind a younger one waits for it. Thread-safe; any number of servers may do it at once.
 */
@Singleton
public final class Retention {
    private final Store store;
    private final Signer signer;
    private final AuditLog audit;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public Retention(Store store, Signer signer, AuditLog audit, Limits limits, Clock clock) {
        this.store = store;
        this.signer = signer;
        this.audit = audit;
        this.limits = limits;
        this.clock = clock;
    }

    /** Gives how many events went. */
    public long sweep() {
        long removed = 0;
        for (Chain chain : store.acrossProjects(ChainEnds::begun)) {
            removed += cut(chain);
        }
        return removed;
    }

    long cut(Chain chain) {
        // By whole days, so that a chain is cut once a day however often somebody looks.
        Instant before = clock.instant()
                .minus(limits.durationOf(Limit.AUDIT_KEPT_SECONDS))
                .truncatedTo(ChronoUnit.DAYS);
        long removed = 0;
        long last;
        do {
            last = chain.inTransaction(store, transaction -> page(transaction, chain, before));
            removed += last;
        } while (last > 0);
        long total = removed;
        if (total > 0) {
            chain.transact(
                    store,
                    transaction -> audit.append(
                            transaction,
                            new AuditEvent(
                                    AuditEvent.Type.AUDIT_CUT,
                                    Actor.SYSTEM,
                                    chain.project(),
                                    "audit",
                                    Map.of("events", String.valueOf(total), "before", before.toString()))));
        }
        return removed;
    }

    private long page(Transaction transaction, Chain chain, Instant before) {
        if (!ChainTable.lock(transaction, chain)) {
            return 0;
        }
        Optional<SignedPlace> head = ChainEnds.head(transaction, chain);
        if (head.filter(place -> place.isOf(signer, chain)).isEmpty()) {
            return 0;
        }
        Optional<SignedPlace> anchor =
                ChainEnds.anchors(transaction, chain).stream().findFirst();
        if (anchor.filter(place -> !place.isOf(signer, chain)).isPresent()) {
            // What cannot be trusted is left as it is, for who looks into it.
            return 0;
        }
        Optional<ChainTable.Sealed> last =
                lastOld(transaction, chain, anchor, before, head.get().sequence());
        if (last.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ChainEnds.addAnchor(
                transaction,
                chain,
                SignedPlace.sign(
                        signer,
                        SignedPlace.Kind.ANCHOR,
                        chain,
                        last.get().sequence(),
                        last.get().hash(),
                        now));
        return Sql.first(
                        transaction,
                        "SELECT ekaya.audit_cut(?::uuid, ?)",
                        row -> row.getLong(1),
                        chain.project(),
                        last.get().sequence())
                .orElse(0L);
    }

    /** The last of the oldest events that are all over their time; a chain that is broken there is not cut, or the proof would go. */
    private Optional<ChainTable.Sealed> lastOld(
            Transaction transaction, Chain chain, Optional<SignedPlace> anchor, Instant before, long end) {
        long sequence = anchor.map(SignedPlace::sequence).orElse(0L);
        ChainHash hash = anchor.map(SignedPlace::hash).orElse(ChainHash.GENESIS);
        Optional<ChainTable.Sealed> last = Optional.empty();
        for (ChainTable.Sealed one :
                ChainTable.page(transaction, chain, sequence, end, limits.intOf(Limit.AUDIT_PAGE_COUNT))) {
            if (one.event().isEmpty() || one.sequence() != ++sequence) {
                return Optional.empty();
            }
            EventRow event = one.event().get();
            hash = hash.then(event.json());
            if (!hash.equals(one.hash())) {
                return Optional.empty();
            }
            if (!event.lastAt().orElse(event.at()).isBefore(before)) {
                break;
            }
            last = Optional.of(one);
        }
        return last;
    }
}
