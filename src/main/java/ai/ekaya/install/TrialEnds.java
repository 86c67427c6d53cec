package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.notify.NewNotification;
import ai.ekaya.notify.Notifications;
import ai.ekaya.notify.Severity;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Turns apps off whose trial is over, and tells people before and then. No run begins after the end in any case: that is asked at each.
 * One server at a time is enough. Thread-safe.
 */
@Singleton
public final class TrialEnds {
    private static final Logger LOG = Logger.getLogger(TrialEnds.class.getName());
    private static final int AT_ONCE = 1_000;

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Notifications notifications;
    private final AuditLog audit;

    @Inject
    public TrialEnds(Store store, Limits limits, Clock clock, Notifications notifications, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.notifications = notifications;
        this.audit = audit;
    }

    private record Near(ProjectId project, AppId app) {}

    /** @return how many it turned off */
    public int sweep() {
        int ended = 0;
        for (Near near : near()) {
            try {
                ended += store.inProject(near.project().value(), transaction -> look(transaction, near)) ? 1 : 0;
            } catch (RuntimeException e) {
                // One that fails is tried again next time and holds up no other.
                LOG.log(Level.WARNING, "The trial of app " + near.app() + " could not be ended; it is tried again", e);
            }
        }
        return ended;
    }

    /** Those that are over first. One that is being updated is looked at when that has ended. */
    private List<Near> near() {
        Instant soon = clock.instant().plus(limits.durationOf(Limit.INSTALL_TRIAL_NOTICE_SECONDS));
        return store.acrossProjects(transaction -> transaction
                .entities()
                .createQuery(
                        "SELECT a.project, a.id FROM AppRow a WHERE a.state = :on AND a.trialEndsAt <= :soon"
                                + " ORDER BY a.trialEndsAt",
                        Object[].class)
                .setParameter("on", AppStatus.ENABLED)
                .setParameter("soon", Timestamp.from(soon))
                .setMaxResults(AT_ONCE)
                .getResultList()
                .stream()
                .map(row -> new Near(new ProjectId((UUID) row[0]), new AppId((UUID) row[1])))
                .toList());
    }

    private boolean look(Transaction transaction, Near near) {
        AppRow row = transaction.entities().find(AppRow.class, near.app().value(), LockModeType.PESSIMISTIC_WRITE);
        Timestamp end = row == null ? null : row.trialEndsAt;
        if (row == null || end == null || row.state != AppStatus.ENABLED) {
            return false;
        }
        Instant at = end.toInstant();
        if (at.isAfter(clock.instant())) {
            if (TrialRows.tell(transaction, row.project, row.packageId)) {
                tell(
                        transaction,
                        row,
                        Severity.WARNING,
                        "The trial of " + row.slug + " ends soon",
                        "It ends at " + at
                                + ". From then on the app does not run; its data and output stay. Buy it on the app's page");
            }
            return false;
        }
        row.stop(InstalledApp.trialOver(row.slug, at));
        row.changedAt = Timestamp.from(clock.instant());
        audit.append(
                transaction,
                Trials.event(
                        AuditEvent.Type.TRIAL_ENDED,
                        row,
                        Actor.SYSTEM,
                        Map.of("app", row.slug, "endedAt", at.toString())));
        tell(
                transaction,
                row,
                Severity.WARNING,
                "The trial of " + row.slug + " is over",
                "It ended at " + at + ". The app is disabled; its data and output stay. Buy it on the app's page");
        return true;
    }

    private void tell(Transaction transaction, AppRow row, Severity severity, String title, String body) {
        notifications.tell(
                transaction,
                new NewNotification(
                        new ProjectId(row.project),
                        severity,
                        title,
                        body,
                        row.slug,
                        Optional.empty(),
                        (row.enabled ? "trial-soon:" : "trial-over:") + row.id));
    }
}
