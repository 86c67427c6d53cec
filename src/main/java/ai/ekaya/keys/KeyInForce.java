package ai.ekaya.keys;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The master key that seals. The database says which, and not the environment: so a server that was restarted with a new key goes on
 * with the old one until all servers hold the new. Thread-safe.
 */
@Singleton
public final class KeyInForce {
    private final Store store;
    private final KeyRing ring;
    private final KeyHolders holders;
    private final Clock clock;
    private final Duration believed;
    private volatile Optional<Known> known = Optional.empty();

    private record Known(MasterKey key, Instant readAt) {}

    @Inject
    KeyInForce(Store store, KeyRing ring, KeyHolders holders, Limits limits, Clock clock) {
        this.store = store;
        this.ring = ring;
        this.holders = holders;
        this.clock = clock;
        this.believed = limits.durationOf(Limit.KEYS_IN_FORCE_SECONDS);
    }

    /**
     * As the database said a moment ago; it is asked when that is too long ago.
     *
     * @throws IllegalStateException when this server does not hold the key, and so cannot seal
     */
    MasterKey key() {
        Instant now = clock.instant();
        Optional<MasterKey> fresh = known.filter(
                        last -> !now.isBefore(last.readAt) && now.isBefore(last.readAt.plus(believed)))
                .map(Known::key);
        return fresh.orElseGet(() -> {
            refresh();
            return known.orElseThrow().key();
        });
    }

    /**
     * Reads keys that are files again, tells the other servers which keys there are here, and asks the database which one seals.
     *
     * @throws IllegalStateException when that one is not here, saying what to do
     */
    synchronized KeyState refresh() {
        // Before the database is asked: what it answers may be older than the answer.
        Instant now = clock.instant();
        ring.refresh();
        KeyState state = store.inTransaction(this::announced);
        known = Optional.of(new Known(ring.require(state.keyId()), now));
        return state;
    }

    private KeyState announced(Transaction transaction) {
        try {
            // INVARIANT: read, checked and announced under one lock: a rotation sees each server that goes on without
            // its
            // key, or that server sees the rotation. Guarded by KeyRotationIT.a_server_that_starts_without_the_new_key…
            KeyState state = KeyState.held(transaction.connection());
            ring.require(state.keyId());
            holders.announce(transaction, ring.ids());
            return state;
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read which master key is in force", e);
        }
    }

    /** At the end of the server. */
    void leave() {
        store.transact(holders::leave);
    }
}
