package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a schedule stand still whose owner may no longer run apps, or whose runs fail, until somebody sets or resumes it and so takes it
 * over. Thread-safe.
 */
@Singleton
public final class BarredSchedules {
    private final AuditLog audit;

    @Inject
    public BarredSchedules(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * Does nothing to one that somebody else has taken over since the app was read.
     *
     * @param transaction in the app's project
     * @param owner in whose name it ran
     */
    public void pause(Transaction transaction, InstalledApp app, Actor owner, String why) {
        int paused = Sql.update(
                transaction,
                "UPDATE ekaya.installed_app SET schedule_paused = ? WHERE id = ? AND owner_id = ?",
                why,
                app.id().value(),
                app.owner().value());
        if (paused == 1) {
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.SCHEDULE_PAUSED,
                            owner,
                            Optional.of(app.project().value()),
                            "app:" + app.id(),
                            Map.of("app", app.slug(), "why", why)));
        }
    }

    /**
     * Lets a schedule stand still whose runs fail. False when it stands still already, or is none any more.
     *
     * @param transaction in the app's project
     */
    public boolean pauseFailing(Transaction transaction, ProjectId project, AppId app, String slug, String why) {
        int paused = Sql.update(transaction, """
                UPDATE ekaya.installed_app SET schedule_paused = ?
                WHERE id = ? AND schedule_paused IS NULL AND schedule IS NOT NULL
                """, why, app.value());
        if (paused == 1) {
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.SCHEDULE_PAUSED,
                            Actor.SYSTEM,
                            Optional.of(project.value()),
                            "app:" + app,
                            Map.of("app", slug, "why", why)));
        }
        return paused == 1;
    }
}
