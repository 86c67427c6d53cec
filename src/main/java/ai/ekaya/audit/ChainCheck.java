package ai.ekaya.audit;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Goes through a chain from its beginning to its signed head and names the first wrong place. Thread-safe. */
@Singleton
public final class ChainCheck {
    private final Store store;
    private final Signer signer;
    private final int pageCount;

    @Inject
    public ChainCheck(Store store, Signer signer, Limits limits) {
        this.store = store;
        this.signer = signer;
        this.pageCount = limits.intOf(Limit.AUDIT_PAGE_COUNT);
    }

    /** The chain's two signed ends, read at one moment. */
    private record Ends(long first, ChainHash before, Optional<SignedPlace> head) {}

    /** Takes as long as there are events; memory stays flat. */
    public Verification verify(Chain chain) {
        Verification result = once(chain);
        while (!result.intact() && cutMeanwhile(chain, result.first())) {
            result = once(chain);
        }
        return result;
    }

    /** The retention may take away what is being read. */
    private boolean cutMeanwhile(Chain chain, long first) {
        return chain.inTransaction(store, transaction -> ChainEnds.anchors(transaction, chain)).stream()
                .findFirst()
                .filter(anchor -> anchor.sequence() > first && anchor.isOf(signer, chain))
                .isPresent();
    }

    private Verification once(Chain chain) {
        long waiting = chain.inTransaction(store, transaction -> ChainTable.waiting(transaction, chain));
        Ends ends = chain.inTransaction(store, transaction -> ends(transaction, chain));
        Optional<Verification.Finding> finding = Optional.empty();
        try {
            requireSigned(chain, ends);
            walk(chain, ends);
            chain.transact(store, transaction -> requireNothingElse(transaction, chain));
        } catch (Verification.Broken broken) {
            finding = Optional.of(broken.finding());
        }
        return new Verification(
                finding.isEmpty(),
                ends.first(),
                ends.head().map(SignedPlace::sequence).orElse(0L),
                ends.head().map(head -> head.hash().toString()),
                waiting,
                finding);
    }

    private static Ends ends(Transaction transaction, Chain chain) {
        Optional<SignedPlace> anchor =
                ChainEnds.anchors(transaction, chain).stream().findFirst();
        return new Ends(
                anchor.map(SignedPlace::sequence).orElse(0L),
                anchor.map(SignedPlace::hash).orElse(ChainHash.GENESIS),
                ChainEnds.head(transaction, chain));
    }

    private void requireSigned(Chain chain, Ends ends) {
        chain.transact(
                store,
                transaction -> ChainEnds.anchors(transaction, chain).forEach(anchor -> {
                    if (!anchor.isOf(signer, chain)) {
                        throw new Verification.Broken(
                                Verification.Kind.FORGED,
                                anchor.sequence(),
                                "The anchor at " + anchor.sequence() + " has no signature of this server");
                    }
                }));
        ends.head().filter(head -> !head.isOf(signer, chain)).ifPresent(head -> {
            throw new Verification.Broken(
                    Verification.Kind.FORGED, head.sequence(), "The chain's head has no signature of this server");
        });
        if (ends.head().isEmpty()
                && (ends.first() > 0
                        || chain.inTransaction(store, transaction -> ChainTable.hasSeals(transaction, chain)))) {
            throw new Verification.Broken(Verification.Kind.TAIL_CUT, ends.first(), "The chain's signed head is gone");
        }
    }

    private void walk(Chain chain, Ends ends) {
        long last = ends.head().map(SignedPlace::sequence).orElse(0L);
        long sequence = ends.first();
        ChainHash hash = ends.before();
        while (sequence < last) {
            long after = sequence;
            List<ChainTable.Sealed> page = chain.inTransaction(
                    store, transaction -> ChainTable.page(transaction, chain, after, last, pageCount));
            if (page.isEmpty()) {
                throw new Verification.Broken(
                        Verification.Kind.TAIL_CUT,
                        sequence + 1,
                        "The chain ends at " + sequence + ", its signed head is at " + last);
            }
            for (ChainTable.Sealed one : page) {
                hash = requireNext(sequence, hash, one, ends.first());
                sequence++;
            }
        }
        if (ends.head().isPresent() && !ends.head().get().hash().equals(hash)) {
            throw new Verification.Broken(
                    Verification.Kind.CHANGED, last, "The chain up to " + last + " is not the one that was signed");
        }
    }

    private static ChainHash requireNext(long before, ChainHash hash, ChainTable.Sealed one, long first) {
        long expected = before + 1;
        if (one.sequence() != expected) {
            throw new Verification.Broken(
                    before == first ? Verification.Kind.HEAD_CUT : Verification.Kind.DROPPED,
                    expected,
                    "The seal at " + expected + " is gone, the next is at " + one.sequence());
        }
        EventRow event = one.event()
                .orElseThrow(() -> new Verification.Broken(
                        Verification.Kind.DROPPED, expected, "The event at " + expected + " is gone"));
        ChainHash next = hash.then(event.json());
        if (!next.equals(one.hash())) {
            throw new Verification.Broken(
                    Verification.Kind.CHANGED,
                    expected,
                    "The event at " + expected + " (id " + event.id() + ") is not the one that was sealed there");
        }
        return next;
    }

    private static void requireNothingElse(Transaction transaction, Chain chain) {
        ChainTable.outside(transaction, chain).ifPresent(place -> {
            throw new Verification.Broken(
                    Verification.Kind.INSERTED, place, "There is a seal at " + place + ", outside the signed chain");
        });
        ChainTable.stray(transaction, chain).ifPresent(id -> {
            throw new Verification.Broken(
                    Verification.Kind.INSERTED, id, "The event with id " + id + " is in no chain");
        });
        ChainTable.vanished(transaction, chain).ifPresent(id -> {
            throw new Verification.Broken(
                    Verification.Kind.DROPPED, id, "The event with id " + id + " is gone before it was sealed");
        });
    }
}
