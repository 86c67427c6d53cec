package ai.ekaya.keys;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;

/** Puts what is sealed with other master keys under the one in force, some values at a time, on one server at a time. Thread-safe. */
@Singleton
final class Rewrapping {
    private static final Logger LOGGER = Logger.getLogger(Rewrapping.class.getName());

    private final Store store;
    private final Sealer sealer;
    private final Limits limits;
    private volatile List<String> failedBefore = List.of();

    @Inject
    Rewrapping(Store store, Sealer sealer, Limits limits) {
        this.store = store;
        this.sealer = sealer;
        this.limits = limits;
    }

    /** All there is. The rotation is settled by the first pass that finds nothing after no server can add anything. */
    void pass(MasterKey to) {
        List<String> failed = new ArrayList<>();
        for (SealedColumn column : SealedColumn.values()) {
            failed.addAll(pass(column, to));
        }
        tell(failed);
        SealedValues.of(store, values -> settle(values, to));
    }

    private List<String> pass(SealedColumn column, MasterKey to) {
        int together = limits.intOf(Limit.KEYS_REWRAPPED_TOGETHER_COUNT);
        List<String> failed = new ArrayList<>();
        SealedValues.Batch batch = SealedValues.Batch.NONE;
        do {
            String after = batch.last();
            batch = SealedValues.of(
                    store,
                    values -> values.lock()
                            ? values.rewrap(column, after, together, sealer, to)
                            : SealedValues.Batch.NONE);
            failed.addAll(batch.failed());
        } while (batch.looked() == together);
        return failed;
    }

    private boolean settle(SealedValues values, MasterKey to) throws SQLException {
        boolean done = values.lock() && values.count().stream().allMatch(count -> count.isUnder(to.id()));
        if (done) {
            KeyState.settle(values.connection(), to.id(), limits.durationOf(Limit.KEYS_SETTLE_SECONDS));
        }
        return done;
    }

    /** Once, and not at each tick. */
    private void tell(List<String> failed) {
        if (!failed.isEmpty() && !failed.equals(failedBefore)) {
            LOGGER.severe(
                    failed.size() + " secrets cannot be put under the new master key and stay as they are, the first "
                            + failed.get(0));
        }
        failedBefore = List.copyOf(failed);
    }
}
