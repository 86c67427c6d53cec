package ai.ekaya.run;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.host.Effect;
import ai.ekaya.notify.NewNotification;
import ai.ekaya.notify.Notifications;
import ai.ekaya.notify.Severity;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** How a run ends that nobody saw ending, or that changed something and is not run again: its record, its event, and people are told. */
final class LostEnds {
    private final Clock clock;
    private final AuditLog audit;
    private final AttemptEffects effects;
    private final Notifications notifications;

    LostEnds(Clock clock, AuditLog audit, AttemptEffects effects, Notifications notifications) {
        this.clock = clock;
        this.audit = audit;
        this.effects = effects;
        this.notifications = notifications;
    }

    /** @param transaction in the run's project, and holding its row */
    void end(Transaction transaction, Run run, Outcome outcome, List<Effect> changed) {
        Sql.update(
                transaction,
                """
                UPDATE ekaya.run SET state = 'ENDED', fence = fence + 1, outcome = ?, ended_at = ?, error_code = ?, error_message = ?
                WHERE id = ? AND state <> 'ENDED'
                """,
                outcome.name().name(),
                clock.instant(),
                outcome.error().map(Outcome.Error::code),
                outcome.error().map(Outcome.Error::message).map(EndParts::storable),
                run.id().value());
        audit.append(transaction, RunAudit.ended(run, outcome));
        tell(transaction, run, outcome, changed);
    }

    /** What a run changed that did not end well, if it changed anything. */
    void tell(Transaction transaction, Run run, Outcome outcome, List<Effect> changed) {
        if (changed.isEmpty()) {
            return;
        }
        effects.keep(transaction, run, changed);
        boolean doubt = changed.stream().anyMatch(effect -> effect.state() == Effect.State.IN_DOUBT);
        if (outcome.name() == Outcome.Name.LOST) {
            notifications.tell(
                    transaction,
                    new NewNotification(
                            run.project(),
                            doubt ? Severity.CRITICAL : Severity.WARNING,
                            "A run of " + run.appSlug() + " was lost after it had changed something",
                            outcome.error().map(Outcome.Error::message).orElse(""),
                            run.appSlug(),
                            Optional.of(run.id().value()),
                            "lost:" + run.id()));
        }
    }
}
