package ai.ekaya.trigger;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What wakes an app: looked at, switched on and off. Thread-safe. */
@Singleton
public final class Triggers {
    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final HookSecrets secrets;
    private final AuditLog audit;

    @Inject
    public Triggers(Store store, Limits limits, Clock clock, InstalledApps apps, HookSecrets secrets, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.apps = apps;
        this.secrets = secrets;
        this.audit = audit;
    }

    List<TriggerView> list(ProjectId project, String app) {
        InstalledApp found = apps.require(project, app);
        return store.inProject(
                project.value(),
                transaction -> TriggerRows.of(transaction, found.id()).stream()
                        .map(trigger -> view(transaction, found, trigger))
                        .toList());
    }

    List<Wake> wakes(ProjectId project, String app, String trigger) {
        InstalledApp found = apps.require(project, app);
        return store.inProject(
                project.value(),
                transaction -> WakeRows.latest(
                        transaction,
                        require(transaction, found, trigger),
                        limits.intOf(Limit.TRIGGER_WAKES_KEPT_COUNT)));
    }

    /** Who switches on one that was off or paused is its owner from then on. */
    TriggerView switchTo(Principal by, ProjectId project, String app, String name, boolean on) {
        Access.require(by, Action.CHANGE_APP, project);
        InstalledApp found = apps.require(project, app);
        Instant now = clock.instant();
        return store.inProject(project.value(), transaction -> {
            TriggerRows.lock(transaction, found.id());
            AppTrigger before = require(transaction, found, name);
            boolean standing = before.enabled() && before.paused().isEmpty();
            if (on && !standing) {
                TriggerRows.switchOn(transaction, before, by.user(), now);
            } else if (!on && before.enabled()) {
                TriggerRows.switchOff(transaction, before, now);
            } else {
                return view(transaction, found, before);
            }
            tell(transaction, AuditEvent.Type.TRIGGER_CHANGED, by, found, before, Map.of("change", on ? "on" : "off"));
            return view(transaction, found, require(transaction, found, name));
        });
    }

    TriggerView view(Transaction transaction, InstalledApp app, AppTrigger trigger) {
        return TriggerView.of(
                trigger,
                app,
                secrets.known(transaction, trigger, clock.instant()),
                WakeRows.latest(transaction, trigger, 1).stream().findFirst());
    }

    static AppTrigger require(Transaction transaction, InstalledApp app, String name) {
        return TriggerRows.find(transaction, app.id(), name)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND, "App '" + app.slug() + "' has no trigger of this name; GET …/triggers"));
    }

    void tell(
            Transaction transaction,
            AuditEvent.Type type,
            Principal by,
            InstalledApp app,
            AppTrigger trigger,
            Map<String, String> details) {
        Map<String, String> all = new TreeMap<>(details);
        all.put("app", app.slug());
        all.put("trigger", trigger.name());
        audit.append(
                transaction,
                new AuditEvent(type, by.actor(), Optional.of(app.project().value()), "app:" + app.id(), all));
    }
}
