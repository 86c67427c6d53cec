package ai.ekaya.trigger;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.Refusals;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.web.RequestOrigin;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What becomes of deliveries that are not taken: the webhook's last one is kept for who asks why it does nothing, and forged ones are
 * counted for the audit. A flood of them writes a line now and then. Thread-safe.
 */
@Singleton
public final class RefusedDeliveries {
    private static final Actor NOBODY = new Actor("user", "unknown", "unknown");

    private final Store store;
    private final Refusals refusals;
    private final Limits limits;
    private final Clock clock;
    private final Map<UUID, Instant> noted = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Instant> eldest) {
            return size() > limits.intOf(Limit.TRIGGER_REFUSAL_HOOKS_COUNT);
        }
    };

    @Inject
    public RefusedDeliveries(Store store, Refusals refusals, Limits limits, Clock clock) {
        this.store = store;
        this.refusals = refusals;
        this.limits = limits;
        this.clock = clock;
    }

    /** Nobody who holds the secret sent it. */
    void forged(Optional<ProjectId> project, Optional<AppTrigger> hook) {
        refusals.count(new Refusals.Kind(
                AuditEvent.Type.WEBHOOK_REFUSED,
                NOBODY,
                project.map(ProjectId::value),
                "webhook:" + hook.map(one -> one.id().toString()).orElse("unknown"),
                RefusalCode.NOT_PERMITTED.name(),
                RequestOrigin.current().map(RequestOrigin::address).orElse("")));
        hook.ifPresent(one -> note(one, "The signature does not fit"));
    }

    void note(AppTrigger hook, String why) {
        Instant now = clock.instant();
        if (isTime(hook.id(), now)) {
            store.transactIn(
                    hook.project().value(),
                    transaction -> TriggerRows.refused(transaction, hook.id(), new AppTrigger.Refused(now, why)));
        }
    }

    private boolean isTime(UUID hook, Instant now) {
        synchronized (noted) {
            Instant last = noted.get(hook);
            if (last != null
                    && !now.isBefore(last)
                    && now.isBefore(last.plus(limits.durationOf(Limit.TRIGGER_REFUSAL_NOTED_SECONDS)))) {
                return false;
            }
            noted.put(hook, now);
            return true;
        }
    }
}
