package ai.ekaya.keys;

import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;

/** Lets the start fail when the server lacks a master key that something in the database is sealed with. */
@Singleton
public final class MasterKeyCheck {
    private final Store store;
    private final KeyRing ring;
    private final KeyInForce inForce;

    @Inject
    MasterKeyCheck(Store store, KeyRing ring, KeyInForce inForce) {
        this.store = store;
        this.ring = ring;
        this.inForce = inForce;
    }

    /**
     * Remembers the key's id at the first start; at each later one, looks whether all keys are here. Only then do the other servers
     * hear of this one.
     *
     * @throws IllegalStateException saying which key is lacking and what to do
     */
    public void verify() {
        KeyState state = store.inTransaction(this::remembered);
        ring.require(state.keyId());
        List<SealedCount> counts = SealedValues.of(store, SealedValues::count);
        counts.forEach(this::requireHeld);
        if (counts.stream().anyMatch(count -> !count.keyId().equals(state.keyId()))) {
            // Somebody sealed it late, or brought it from a backup; the next tick sees to it.
            store.transact(this::unsettle);
        }
        inForce.refresh();
    }

    private void requireHeld(SealedCount count) {
        if (!count.form().equals("?") && ring.find(count.keyId()).isEmpty()) {
            throw new IllegalStateException(
                    count.count() + " secrets in this database are still sealed with master key "
                            + count.keyId() + ", but this server has " + String.join(", ", ring.ids()) + "; "
                            + ring.source().toHold());
        }
    }

    private KeyState remembered(Transaction transaction) {
        try {
            KeyState.remember(transaction.connection(), ring.current());
            return KeyState.held(transaction.connection());
        } catch (SQLException e) {
            throw new IllegalStateException("Could not read which master key the database expects", e);
        }
    }

    private void unsettle(Transaction transaction) {
        try {
            KeyState.unsettle(transaction.connection());
        } catch (SQLException e) {
            throw new IllegalStateException("Could not note that secrets are to be sealed anew", e);
        }
    }
}
