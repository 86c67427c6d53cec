package ai.ekaya.keys;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes over to another master key while servers run. First the key in force changes, in one row, once every server holds the new
 * one; then what is sealed with another is put under it, until nothing is left. Killed at any moment, the next tick of any server
 * goes on. Thread-safe.
 */
@Singleton
public final class KeyRotation {
    private final Store store;
    private final KeyRing ring;
    private final KeyInForce inForce;
    private final KeyHolders holders;
    private final Rewrapping rewrapping;
    private final AuditLog audit;
    private final Limits limits;

    @Inject
    KeyRotation(
            Store store,
            KeyRing ring,
            KeyInForce inForce,
            KeyHolders holders,
            Rewrapping rewrapping,
            AuditLog audit,
            Limits limits) {
        this.store = store;
        this.ring = ring;
        this.inForce = inForce;
        this.holders = holders;
        this.rewrapping = rewrapping;
        this.audit = audit;
        this.limits = limits;
        requireTwice(Limit.KEYS_SERVER_SECONDS, Limit.KEYS_TICK_SECONDS);
        requireTwice(Limit.KEYS_SETTLE_SECONDS, Limit.KEYS_IN_FORCE_SECONDS);
    }

    /** Else a living server would count as dead, or a rotation as over while a server still seals with the key before. */
    private void requireTwice(Limit longer, Limit shorter) {
        if (limits.of(longer) < 2 * limits.of(shorter)) {
            throw new IllegalArgumentException("Config " + longer.key() + " is " + limits.of(longer)
                    + ", expected at least twice " + shorter.key() + ", which is " + limits.of(shorter));
        }
    }

    public KeyReport report() {
        KeyState state = inForce.refresh();
        List<SealedCount> counts = SealedValues.of(store, SealedValues::count);
        long left = counts.stream()
                .filter(count -> !count.isUnder(state.keyId()))
                .mapToLong(SealedCount::count)
                .sum();
        return new KeyReport(
                state.keyId(),
                state.since(),
                ring.source().name(),
                List.copyOf(ring.ids()),
                store.inTransaction(holders::living),
                counts,
                state.settled() ? Optional.empty() : Optional.of(new KeyReport.Rotation(left)));
    }

    /**
     * Puts the next key in force, and begins at once to put everything under it.
     *
     * @throws Refusal {@code CONFLICT} saying what has to be done first; nothing is changed then
     */
    public void rotate(Actor by) {
        KeyState before = inForce.refresh();
        requireSettled(before);
        MasterKey next = store.inTransaction(transaction -> {
            alone(transaction);
            return ring.source().next(ring.require(before.keyId()));
        });
        // The others, and the check below, hear of a key that was just made.
        inForce.refresh();
        store.transact(transaction -> flip(transaction, before, next, by));
        tick();
    }

    private void flip(Transaction transaction, KeyState before, MasterKey next, Actor by) {
        try {
            KeyState now = KeyState.locked(transaction.connection());
            if (!now.equals(before)) {
                throw new Refusal(RefusalCode.CONFLICT, "Somebody else has just changed the master key");
            }
            holders.living(transaction).stream()
                    .filter(server -> !server.keyIds().contains(next.id()))
                    .findFirst()
                    .ifPresent(server -> {
                        throw new Refusal(RefusalCode.CONFLICT, lacking(server, next));
                    });
            KeyState.flip(transaction.connection(), next);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not put another master key in force", e);
        }
        audit.append(
                transaction,
                new AuditEvent(
                                AuditEvent.Type.MASTER_KEY_ROTATED,
                                by,
                                Optional.empty(),
                                "master-key:" + next.id(),
                                Map.of("source", ring.source().name()))
                        .changing(Changes.NONE.and("keyId", Optional.of(before.keyId()), Optional.of(next.id()))));
    }

    private String lacking(KeyHolder server, MasterKey next) {
        return "The server on " + server.host() + ", last heard of at " + server.seenAt()
                + ", does not hold master key "
                + next.id() + " yet. Where its keys are files, it looks for keys/master.key.new every "
                + limits.of(Limit.KEYS_TICK_SECONDS)
                + " s: ask again if it shares the folder, else copy the file to it."
                + " Where they are in the environment, restart it with the new EKAYA_MASTER_KEY and the present one as"
                + " EKAYA_MASTER_KEY_OLD. A server that no longer runs is forgotten after "
                + limits.of(Limit.KEYS_SERVER_SECONDS) + " s";
    }

    private static void requireSettled(KeyState state) {
        if (!state.settled()) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "The rotation to master key " + state.keyId() + " is still under way, since " + state.since()
                            + ": GET /api/v1/master-key says what is left; ask again when it has no rotation");
        }
    }

    /** To be called every few seconds. */
    void tick() {
        KeyState state = inForce.refresh();
        MasterKey key = ring.require(state.keyId());
        if (!state.settled()) {
            rewrapping.pass(key);
        } else if (!ring.current().id().equals(key.id())) {
            store.transact(transaction -> {
                alone(transaction);
                ring.source().settle(key);
            });
        }
    }

    /** The files may be those of several servers. */
    private static void alone(Transaction transaction) {
        Sql.first(transaction, "SELECT pg_advisory_xact_lock(hashtext('ekaya master key files'))", row -> true);
    }
}
