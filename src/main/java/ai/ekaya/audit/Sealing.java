package ai.ekaya.audit;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/**
 * Chains events after they have been committed. The order of a chain is the order of sealing: an event whose transaction took long
 * comes after later ones that were quicker. Of several servers one at a time works on a chain. Thread-safe.
 */
@Singleton
public final class Sealing {
    private static final Logger LOGGER = Logger.getLogger(Sealing.class.getName());

    private final Store store;
    private final Signer signer;
    private final Clock clock;
    private final int together;
    private final int chains;
    private final Set<Chain> broken = ConcurrentHashMap.newKeySet();

    @Inject
    public Sealing(Store store, Signer signer, Limits limits, Clock clock) {
        this.store = store;
        this.signer = signer;
        this.clock = clock;
        this.together = limits.intOf(Limit.AUDIT_SEALED_TOGETHER_COUNT);
        this.chains = limits.intOf(Limit.AUDIT_CHAINS_TOGETHER_COUNT);
    }

    /** Seals all that waits and is not another server's to seal now; gives how many events. */
    public long pass() {
        long sealed = 0;
        for (Chain chain : store.inTransaction(transaction -> ChainTable.unsealed(transaction, chains))) {
            sealed += seal(chain);
        }
        return sealed;
    }

    /** Seals what waits in one chain. */
    public long seal(Chain chain) {
        long sealed = 0;
        int last;
        do {
            last = chain.inTransaction(store, transaction -> batch(transaction, chain));
            sealed += last;
        } while (last == together);
        return sealed;
    }

    private int batch(Transaction transaction, Chain chain) {
        if (!ChainTable.lock(transaction, chain)) {
            return 0;
        }
        List<EventRow> events = ChainTable.toSeal(transaction, chain, together);
        if (events.isEmpty()) {
            return 0;
        }
        Optional<SignedPlace> before = end(transaction, chain);
        if (before.isEmpty()) {
            return 0;
        }
        long sequence = before.get().sequence();
        ChainHash hash = before.get().hash();
        List<ChainTable.Sealed> sealed = new ArrayList<>();
        for (EventRow event : events) {
            hash = hash.then(event.json());
            sealed.add(new ChainTable.Sealed(++sequence, hash, Optional.of(event)));
        }
        ChainTable.seal(transaction, chain, sealed);
        ChainEnds.putHead(transaction, chain, head(chain, sequence, hash));
        return sealed.size();
    }

    /**
     * Where the chain goes on: at its signed head and nowhere else, or a chain that somebody has cut would heal. Empty when the head
     * is gone or forged; then nothing is sealed until an administrator has looked.
     */
    private Optional<SignedPlace> end(Transaction transaction, Chain chain) {
        Optional<SignedPlace> head = ChainEnds.head(transaction, chain);
        if (head.isEmpty()) {
            if (!ChainTable.hasSeals(transaction, chain)
                    && ChainEnds.anchors(transaction, chain).isEmpty()) {
                return Optional.of(head(chain, 0, ChainHash.GENESIS));
            }
        } else if (head.get().isOf(signer, chain)) {
            return head;
        }
        if (broken.add(chain)) {
            LOGGER.severe("The signed head of the audit of " + chain + " is " + (head.isEmpty() ? "gone" : "forged")
                    + "; nothing more is sealed in it (docs/audit.md)");
        }
        return Optional.empty();
    }

    private SignedPlace head(Chain chain, long sequence, ChainHash hash) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return SignedPlace.sign(signer, SignedPlace.Kind.HEAD, chain, sequence, hash, now);
    }
}
