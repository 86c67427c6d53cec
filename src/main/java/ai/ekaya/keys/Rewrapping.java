package ai.ekaya.keys;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Logger;

/** Puts what is sealed with other master keys under the one in force, some values at a time, on one server at a time. Thread-safe. */
@Singleton
final class Rewrapping {
    private static final Logger LOGGER = Logger.getLogger(Rewrapping.class.getName());

    private final Store store;
    private final Sealer sealer;
    private final int together;
    private final Duration settledAfter;
    private volatile String toldBefore = "";

    @Inject
    Rewrapping(Store store, Sealer sealer, Limits limits) {
        this.store = store;
        this.sealer = sealer;
        this.together = limits.intOf(Limit.KEYS_REWRAPPED_TOGETHER_COUNT);
        this.settledAfter = limits.durationOf(Limit.KEYS_SETTLE_SECONDS);
    }

    /** All there is. The rotation is settled by the first pass that finds nothing after no server can add anything. */
    void pass(MasterKey to) {
        int failed = 0;
        String failure = "";
        for (SealedColumn column : SealedColumn.values()) {
            SealedValues.Batch batch = SealedValues.Batch.NONE;
            do {
                batch = next(column, batch.last(), to);
                failed += batch.failed();
                failure = failure.isEmpty() ? batch.failure() : failure;
            } while (batch.looked() == together);
        }
        tell(failed, failure);
        SealedValues.of(store, values -> settle(values, to));
    }

    private SealedValues.Batch next(SealedColumn column, String after, MasterKey to) {
        return SealedValues.of(
                store,
                values -> values.lock() ? values.rewrap(column, after, together, sealer, to) : SealedValues.Batch.NONE);
    }

    private boolean settle(SealedValues values, MasterKey to) throws SQLException {
        boolean done = values.lock() && values.areAllUnder(to);
        if (done) {
            KeyState.settle(values.connection(), to.id(), settledAfter);
        }
        return done;
    }

    /** Once, and not at each tick. */
    private void tell(int failed, String failure) {
        if (failed > 0 && !failure.equals(toldBefore)) {
            LOGGER.severe(failed + " secrets cannot be put under the new master key and stay as they are, the first is "
                    + failure);
        }
        toldBefore = failure;
    }
}
