package ai.ekaya.trigger;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Manifest;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes webhooks, gives them other secrets and takes them away. Thread-safe. */
@Singleton
public final class HookChanges {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final Triggers triggers;
    private final HookSecrets secrets;

    @Inject
    public HookChanges(
            Store store, Limits limits, Clock clock, InstalledApps apps, Triggers triggers, HookSecrets secrets) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.apps = apps;
        this.triggers = triggers;
        this.secrets = secrets;
    }

    /** A webhook with a secret that is shown now and never again. */
    record Opened(TriggerView trigger, Secret secret) {}

    /**
     * Makes a webhook, on, in the name of who makes it.
     *
     * @throws Refusal {@code CONFLICT} when the package does not ask for webhooks, or there is one of this name
     */
    Opened make(Principal by, ProjectId project, String app, String name) {
        Access.require(by, Action.MANAGE_WEBHOOKS, project);
        if (!NAME.matcher(name).matches() || name.equals(Manifest.Trigger.INSTALLED.text())) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "A webhook's name is 1 to 63 lower-case letters, digits and dashes, starts with a letter and is not"
                            + " 'installed'");
        }
        InstalledApp found = apps.require(project, app);
        requireAsked(found);
        Instant now = clock.instant();
        return store.inProject(project.value(), transaction -> {
            TriggerRows.lock(transaction, found.id());
            requireRoom(transaction, found);
            AppTrigger hook = new AppTrigger(
                    UUID.randomUUID(),
                    project,
                    found.id(),
                    Manifest.Trigger.WEBHOOK,
                    name,
                    true,
                    true,
                    by.user(),
                    Optional.empty(),
                    Optional.empty());
            if (!TriggerRows.insert(transaction, hook, now)) {
                throw new Refusal(RefusalCode.CONFLICT, "App '" + found.slug() + "' has a webhook '" + name + "'");
            }
            Secret secret = secrets.make(transaction, hook, now);
            triggers.tell(transaction, AuditEvent.Type.WEBHOOK_CHANGED, by, found, hook, Map.of("change", "made"));
            return new Opened(triggers.view(transaction, found, hook), secret);
        });
    }

    private void requireAsked(InstalledApp app) {
        if (!apps.load(app).manifest().execution().triggers().contains(Manifest.Trigger.WEBHOOK)) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "The package of app '" + app.slug() + "' takes no webhooks: execution.triggers in its manifest.json"
                            + " does not name 'webhook'");
        }
    }

    private void requireRoom(Transaction transaction, InstalledApp app) {
        long hooks = TriggerRows.of(transaction, app.id()).stream()
                .filter(trigger -> trigger.kind() == Manifest.Trigger.WEBHOOK)
                .count();
        if (hooks >= limits.of(Limit.TRIGGER_HOOKS_PER_APP_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT, "App '" + app.slug() + "' has " + hooks + " webhooks, the most; remove one");
        }
    }

    /**
     * Another secret; the one before holds for a time, so that the sender can be changed.
     *
     * @param overlap how long; as the limit says when empty
     */
    Opened rotate(Principal by, ProjectId project, String app, String name, Optional<Duration> overlap) {
        Access.require(by, Action.MANAGE_WEBHOOKS, project);
        InstalledApp found = apps.require(project, app);
        Duration holds = overlap.orElseGet(() -> limits.durationOf(Limit.TRIGGER_SECRET_OVERLAP_SECONDS));
        Instant now = clock.instant();
        return store.inProject(project.value(), transaction -> {
            TriggerRows.lock(transaction, found.id());
            AppTrigger hook = requireHook(transaction, found, name);
            secrets.end(transaction, hook, now.plus(holds));
            Secret secret = secrets.make(transaction, hook, now);
            triggers.tell(
                    transaction,
                    AuditEvent.Type.WEBHOOK_CHANGED,
                    by,
                    found,
                    hook,
                    Map.of(
                            "change",
                            "rotated",
                            "secretBeforeHoldsUntil",
                            now.plus(holds).toString()));
            return new Opened(triggers.view(transaction, found, hook), secret);
        });
    }

    /** Takes a webhook away with its secrets; its address is as if it had never been. */
    void remove(Principal by, ProjectId project, String app, String name) {
        Access.require(by, Action.MANAGE_WEBHOOKS, project);
        InstalledApp found = apps.require(project, app);
        store.transactIn(project.value(), transaction -> {
            TriggerRows.lock(transaction, found.id());
            AppTrigger hook = requireHook(transaction, found, name);
            TriggerRows.remove(transaction, hook);
            triggers.tell(transaction, AuditEvent.Type.WEBHOOK_CHANGED, by, found, hook, Map.of("change", "removed"));
        });
    }

    private static AppTrigger requireHook(Transaction transaction, InstalledApp app, String name) {
        AppTrigger found = Triggers.require(transaction, app, name);
        if (found.kind() != Manifest.Trigger.WEBHOOK) {
            throw new Refusal(
                    RefusalCode.CONFLICT, "'" + found.name() + "' is no webhook; it can be switched off with PATCH");
        }
        return found;
    }
}
