package ai.ekaya.run;

import ai.ekaya.install.BarredSchedules;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.notify.NewNotification;
import ai.ekaya.notify.Notifications;
import ai.ekaya.notify.Severity;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * Lets a schedule stand still whose runs fail one after the other by their app's own fault, and tells people once. What a database,
 * a server, a grant or a person ended counts neither as a failure nor as a success.
 */
final class FailingSchedules {
    private static final String SCHEDULE = Trigger.Kind.SCHEDULE.text();

    private final Limits limits;
    private final BarredSchedules schedules;
    private final Notifications notifications;

    FailingSchedules(Limits limits, BarredSchedules schedules, Notifications notifications) {
        this.limits = limits;
        this.schedules = schedules;
        this.notifications = notifications;
    }

    static boolean isOwnFault(Finished finished) {
        return switch (finished.outcome().name()) {
            case FAILED -> Misfortune.of(finished).isEmpty();
            case OUT_OF_FUEL, OUT_OF_MEMORY, STACK_OVERFLOW, TIMED_OUT -> true;
            case SUCCEEDED, CANCELLED, REFUSED, LOST -> false;
        };
    }

    /** @param transaction which has just written this end */
    void ended(Transaction transaction, Run run, Finished finished) {
        int most = limits.intOf(Limit.SCHEDULE_FAILURES_COUNT);
        if (!run.trigger().path("kind").asText().equals(SCHEDULE) || !isOwnFault(finished)) {
            return;
        }
        // INVARIANT: one at a time for each app, so that of two runs that end at once the second counts the first.
        lock(transaction, run);
        List<String> last = last(transaction, run, most);
        if (last.size() < most || last.contains(Outcome.Name.SUCCEEDED.name())) {
            return;
        }
        String why = "Its last " + most + " runs failed, the last one with "
                + finished.outcome().name() + "; look at them, and resume the schedule once the app is right";
        if (schedules.pauseFailing(transaction, run.project(), run.app(), run.appSlug(), why)) {
            notifications.tell(
                    transaction,
                    new NewNotification(
                            run.project(),
                            Severity.WARNING,
                            "The schedule of " + run.appSlug() + " was paused",
                            why
                                    + finished.outcome()
                                            .error()
                                            .map(error -> ". The last error: " + error.message())
                                            .orElse(""),
                            run.appSlug(),
                            Optional.of(run.id().value()),
                            "failing:" + run.app()));
        }
    }

    /** Not so that a new run of the app, which refers to it, has to wait. */
    private static void lock(Transaction transaction, Run run) {
        Sql.first(
                transaction,
                "SELECT 1 FROM ekaya.installed_app WHERE id = ? FOR NO KEY UPDATE",
                row -> row.getInt(1),
                run.app().value());
    }

    /** How the last runs of this package by its schedule ended, this one first; since it was set or resumed. */
    private static List<String> last(Transaction transaction, Run run, int countMax) {
        return Sql.list(
                transaction,
                """
                SELECT r.outcome FROM ekaya.run r JOIN ekaya.installed_app a ON a.id = r.app_id
                WHERE r.app_id = ? AND r.trigger_kind = ? AND r.package_hash = ?
                    AND r.created_at >= coalesce(a.failures_since, '-infinity')
                    AND (r.outcome = 'SUCCEEDED' OR r.outcome IN ('OUT_OF_FUEL', 'OUT_OF_MEMORY', 'STACK_OVERFLOW', 'TIMED_OUT')
                        OR r.outcome = 'FAILED' AND NOT r.away AND r.error_code <> ?)
                ORDER BY r.created_at DESC, r.id DESC LIMIT ?
                """,
                row -> row.getString("outcome"),
                run.app().value(),
                SCHEDULE,
                run.packageHash(),
                Outcome.BROKEN,
                countMax);
    }
}
