package ai.ekaya.install;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps an app's runs from beginning while its tables are changed, and waits for those that have begun. Runs wait, they do not fail. A
 * hold ends by itself, should this server die. Thread-safe.
 */
@Singleton
public final class Holds {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final AppRuns runs;

    @Inject
    public Holds(Store store, Limits limits, Clock clock, AppRuns runs) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.runs = runs;
    }

    /**
     * Lets no run of the app begin any more, and returns once none goes on.
     *
     * @throws Refusal {@code CONFLICT} when runs go on for too long; the hold is for the caller to end then
     */
    void hold(AppOperation operation) {
        store.transactIn(
                operation.project().value(),
                transaction -> row(transaction, operation).heldUntil =
                        Timestamp.from(clock.instant().plus(limits.durationOf(Limit.INSTALL_HOLD_SECONDS))));
        Duration most = limits.durationOf(Limit.INSTALL_DRAIN_MILLIS);
        long deadline = System.nanoTime() + most.toNanos();
        int underWay = underWay(operation);
        while (underWay > 0) {
            if (System.nanoTime() > deadline) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        underWay + (underWay == 1 ? " run of the app goes" : " runs of the app go")
                                + " on for more than "
                                + Quantity.ofDuration(most)
                                + ", and its tables cannot be changed under them; cancel them, or try again later");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS));
            underWay = underWay(operation);
        }
    }

    /** FOR UPDATE: it waits for who begins a run just now, which this then sees. */
    private static AppRow row(Transaction transaction, AppOperation operation) {
        return transaction.entities().find(AppRow.class, operation.app().value(), LockModeType.PESSIMISTIC_WRITE);
    }

    private int underWay(AppOperation operation) {
        return store.inProject(operation.project().value(), transaction -> runs.underWay(transaction, operation.app()));
    }

    /**
     * Ends a hold in the transaction that changes the app.
     *
     * @throws Refusal {@code CONFLICT} when it was over before
     */
    void end(Transaction transaction, AppRow row, AppOperation operation) {
        boolean over = row.heldUntil == null || !row.heldUntil.toInstant().isAfter(clock.instant());
        if (over || runs.underWay(transaction, operation.app()) > 0) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "Changing the app's tables took longer than "
                            + Quantity.ofDuration(limits.durationOf(Limit.INSTALL_HOLD_SECONDS))
                            + ", and runs have begun on the old ones; try again when there is less to do");
        }
        release(transaction, row);
    }

    /** Ends a hold, if there is one. */
    void release(Transaction transaction, AppRow row) {
        if (row.heldUntil != null) {
            row.heldUntil = null;
            transaction.afterCommit(runs::released);
        }
    }
}
