package ai.ekaya.run;

import ai.ekaya.install.AutomaticRollbacks;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.util.concurrent.Executor;

/**
 * Takes an app back to the version before when the first runs of a new one fail, all of them and by their own fault, and that one's had
 * succeeded. Thread-safe.
 */
final class FirstRuns {
    private final Limits limits;
    private final AutomaticRollbacks rollbacks;
    private final Executor executor;

    FirstRuns(Limits limits, AutomaticRollbacks rollbacks, Executor executor) {
        this.limits = limits;
        this.rollbacks = rollbacks;
        this.executor = executor;
    }

    /** @param transaction which has just written the end of a run that failed by its own fault */
    void failed(Transaction transaction, Run run) {
        int most = limits.intOf(Limit.RUN_FIRST_FAILURES_COUNT);
        boolean bad = Sql.first(
                        transaction,
                        """
                        SELECT count(*) FILTER (WHERE r.outcome = 'SUCCEEDED') = 0 AND count(*) FILTER (WHERE r.outcome <> 'SUCCEEDED') >= ?
                            AND bool_or(EXISTS (SELECT FROM ekaya.app_version b JOIN ekaya.run o
                                ON o.app_id = b.app_id AND o.package_hash = 'blake3:' || b.package_hash AND o.outcome = 'SUCCEEDED'
                                WHERE b.app_id = v.app_id AND b.number = v.number - 1)) AS bad
                        FROM ekaya.app_version v JOIN ekaya.run r
                            ON r.app_id = v.app_id AND r.package_hash = 'blake3:' || v.package_hash AND r.started_at >= v.at
                        WHERE v.app_id = ? AND v.replaced_at IS NULL AND v.how = 'UPDATED' AND r.package_hash = ?
                            AND (r.outcome IN ('SUCCEEDED', 'OUT_OF_FUEL', 'OUT_OF_MEMORY', 'STACK_OVERFLOW', 'TIMED_OUT')
                                OR r.outcome = 'FAILED' AND NOT r.away AND r.error_code <> ?)
                        """,
                        row -> row.getBoolean("bad"),
                        most,
                        run.app().value(),
                        run.packageHash(),
                        Outcome.BROKEN)
                .orElse(false);
        if (bad) {
            // Not by the thread of the run, whose end is not committed yet, and which a rollback would wait for.
            transaction.afterCommit(() ->
                    executor.execute(() -> rollbacks.rollback(run.project(), run.appSlug(), run.packageHash(), most)));
        }
    }
}
