package ai.ekaya.trigger;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Lets a trigger stand still whose owner may no longer run apps, until somebody switches it on and so takes it over. Thread-safe. */
@Singleton
public final class TriggerPauses {
    private final AuditLog audit;
    private final Clock clock;

    @Inject
    public TriggerPauses(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** @param transaction in the app's project */
    void pause(Transaction transaction, AppTrigger trigger, InstalledApp app, String why) {
        if (TriggerRows.pause(transaction, trigger, why, clock.instant())) {
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.TRIGGER_PAUSED,
                            Wakings.owner(trigger, app).actor(),
                            Optional.of(app.project().value()),
                            "app:" + app.id(),
                            Map.of("app", app.slug(), "trigger", trigger.name(), "why", why)));
        }
    }
}
