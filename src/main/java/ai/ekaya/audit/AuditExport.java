package ai.ekaya.audit;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a chain as lines of JSON: where it begins, each event with its sequence and hash, and the signed head. Memory stays flat, and no
 * transaction is held while a slow reader reads. Thread-safe.
 */
@Singleton
public final class AuditExport {
    private final Store store;
    private final Sealing sealing;
    private final Signer signer;
    private final AuditLog audit;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public AuditExport(Store store, Sealing sealing, Signer signer, AuditLog audit, Limits limits, Clock clock) {
        this.store = store;
        this.sealing = sealing;
        this.signer = signer;
        this.audit = audit;
        this.limits = limits;
        this.clock = clock;
    }

    /** What an export begins after and ends with. */
    private record Range(SignedPlace start, SignedPlace head) {}

    /** Lines that are written while they are read. */
    @FunctionalInterface
    public interface Lines {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Says in the audit that it is exported, seals that too, and gives all up to there.
     *
     * @param after the sequence of an earlier export's head, or 0 for all that is kept
     * @throws Refusal {@code BAD_ARGUMENT} for a sequence that the chain has not or no longer has
     */
    public Lines of(Actor by, Chain chain, long after) {
        Range asked = range(chain, after);
        chain.transact(
                store,
                transaction -> audit.append(
                        transaction,
                        new AuditEvent(
                                AuditEvent.Type.AUDIT_EXPORTED,
                                by,
                                chain.project(),
                                "audit",
                                Map.of("after", String.valueOf(asked.start().sequence())))));
        sealing.seal(chain);
        Range range = range(chain, after);
        return out -> write(chain, range, out);
    }

    private Range range(Chain chain, long after) {
        return chain.inTransaction(store, transaction -> {
            Optional<SignedPlace> anchor =
                    ChainEnds.anchors(transaction, chain).stream().findFirst();
            long first = anchor.map(SignedPlace::sequence).orElse(0L);
            long from = after == 0 ? first : after;
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            SignedPlace head = ChainEnds.head(transaction, chain)
                    .orElseGet(() -> SignedPlace.sign(signer, SignedPlace.Kind.HEAD, chain, 0, ChainHash.GENESIS, now));
            ChainHash hash = from == first
                    ? anchor.map(SignedPlace::hash).orElse(ChainHash.GENESIS)
                    : ChainTable.hash(transaction, chain, from)
                            .orElseThrow(() -> new Refusal(
                                    RefusalCode.BAD_ARGUMENT,
                                    "'after' is " + from + ", the audit goes from " + first + " to "
                                            + head.sequence()));
            return new Range(SignedPlace.sign(signer, SignedPlace.Kind.START, chain, from, hash, now), head);
        });
    }

    private void write(Chain chain, Range range, OutputStream out) throws IOException {
        line(out, range.start().json().put("publicKey", key()));
        long sequence = range.start().sequence();
        long last = range.head().sequence();
        while (sequence < last) {
            long after = sequence;
            List<ChainTable.Sealed> page = chain.inTransaction(
                    store,
                    transaction ->
                            ChainTable.page(transaction, chain, after, last, limits.intOf(Limit.AUDIT_PAGE_COUNT)));
            if (page.isEmpty()) {
                break;
            }
            for (ChainTable.Sealed one : page) {
                ObjectNode line = EventRow.MAPPER.createObjectNode();
                line.put("sequence", one.sequence()).put("hash", one.hash().toString());
                one.event().ifPresent(event -> line.set("event", event.json()));
                line(out, line);
            }
            sequence = page.get(page.size() - 1).sequence();
        }
        // Whatever is missing or wrong between them shows when the lines are held against this.
        line(out, range.head().json());
    }

    private String key() {
        return Base64.getEncoder()
                .encodeToString(signer.publicKey(signer.keyId()).orElseThrow());
    }

    private static void line(OutputStream out, ObjectNode json) throws IOException {
        out.write(EventRow.MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
