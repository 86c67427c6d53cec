package ai.ekaya.trigger;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.NewRun;
import ai.ekaya.run.RunInput;
import ai.ekaya.run.RunSlot;
import ai.ekaya.run.Runs;
import ai.ekaya.run.Trigger;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.usage.Budgets;
import ai.ekaya.web.Spoken;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes deliveries that are signed rightly. One that is answered with a run has the run's row committed, together with its id, which
 * counts once. Thread-safe, over all servers.
 */
@Singleton
public final class Deliveries {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final InstalledApps apps;
    private final Runs runs;
    private final Budgets budgets;
    private final TriggerPauses pauses;

    @Inject
    public Deliveries(
            Store store,
            Limits limits,
            Clock clock,
            InstalledApps apps,
            Runs runs,
            Budgets budgets,
            TriggerPauses pauses) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.apps = apps;
        this.runs = runs;
        this.budgets = budgets;
        this.pauses = pauses;
    }

    /**
     * What a delivery started.
     *
     * @param isNew false when one of this id was taken before
     */
    record Receipt(ProjectId project, RunId run, boolean isNew) {}

    /** @throws Refusal as {@link Webhooks#receive} */
    Receipt take(AppTrigger hook, Delivery delivery, @Nullable MediaType type) {
        Optional<RunId> earlier = store.inProject(
                hook.project().value(), transaction -> WakeRows.delivery(transaction, hook, delivery.id()));
        if (earlier.isPresent()) {
            // Whatever has changed since: it was taken.
            return new Receipt(hook.project(), earlier.get(), false);
        }
        InstalledApp app = requireOn(hook);
        if (delivery.body().length > 0 && !RunInput.isJson(type)) {
            throw Spoken.otherType("The delivery's Content-Type is " + (type == null ? "missing" : "another")
                    + ", expected application/json");
        }
        String input = RunInput.of(delivery.body());
        requireBudget(app);
        return taken(hook, app, delivery, input);
    }

    private InstalledApp requireOn(AppTrigger hook) {
        InstalledApp app = apps.find(hook.project(), hook.app())
                .filter(found -> !found.state().isGone())
                .orElseThrow(() -> new Refusal(RefusalCode.CONFLICT, "The app was removed"));
        hook.stop(app).ifPresent(why -> {
            throw new Refusal(RefusalCode.CONFLICT, why);
        });
        store.acrossProjects(transaction -> {
                    Optional<String> barred = runs.barred(transaction, hook.owner(), hook.project());
                    transaction.enter(hook.project().value());
                    barred.ifPresent(why -> pauses.pause(transaction, hook, app, why));
                    return barred;
                })
                .ifPresent(why -> {
                    throw new Refusal(RefusalCode.CONFLICT, why);
                });
        return app;
    }

    /** Senders try again after 429, and a budget lasts until midnight. */
    private void requireBudget(InstalledApp app) {
        try {
            budgets.require(app.project(), app.slug());
        } catch (Refusal over) {
            Instant now = clock.instant();
            Instant tomorrow = now.atZone(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.DAYS)
                    .plusDays(1)
                    .toInstant();
            throw new Refusal(RefusalCode.RATE_LIMITED, over.reason(), Duration.between(now, tomorrow));
        }
    }

    private Receipt taken(AppTrigger hook, InstalledApp app, Delivery delivery, String input) {
        Instant now = clock.instant();
        Principal owner = Wakings.owner(hook, app);
        Trigger trigger = Trigger.webhook(hook.name(), delivery.id(), now);
        try (RunSlot slot = place()) {
            Receipt receipt = store.inProject(hook.project().value(), transaction -> {
                requireThere(transaction, hook);
                requireRate(transaction, hook, now);
                Optional<UUID> wake = WakeRows.delivered(transaction, hook, delivery.id(), trigger.json(), now);
                if (wake.isEmpty()) {
                    return receipt(hook, WakeRows.delivery(transaction, hook, delivery.id()), false);
                }
                Optional<RunId> run =
                        slot.insert(transaction, new NewRun(app, owner, trigger, input, Optional.empty()));
                run.ifPresent(id -> WakeRows.started(transaction, wake.get(), id, trigger.json(), now));
                WakeRows.forgetDeliveries(transaction, hook, now.minusSeconds(keptSeconds()));
                return receipt(hook, run, true);
            });
            if (receipt.isNew()) {
                slot.start(owner);
            }
            return receipt;
        }
    }

    private RunSlot place() {
        return runs.reserve(1).stream()
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.RATE_LIMITED,
                        "As many runs wait already as this server takes; deliver it again later"));
    }

    /** SECURITY: an id is known for as long as its timestamp is taken, which may lie ahead as far as behind. Guarded by WebhooksIT. */
    private long keptSeconds() {
        return Math.max(
                limits.of(Limit.TRIGGER_DELIVERIES_KEPT_SECONDS), 2 * limits.of(Limit.TRIGGER_TOLERANCE_SECONDS) + 1);
    }

    private static Receipt receipt(AppTrigger hook, Optional<RunId> run, boolean isNew) {
        return new Receipt(
                hook.project(),
                run.orElseThrow(() -> new IllegalStateException("A delivery to " + hook.id() + " has no run")),
                isNew);
    }

    /** It may have been removed since its signature was looked at, and stays from here on. */
    private static void requireThere(Transaction transaction, AppTrigger hook) {
        if (!TriggerRows.hold(transaction, hook)) {
            throw new Refusal(RefusalCode.CONFLICT, "The webhook was removed");
        }
    }

    private void requireRate(Transaction transaction, AppTrigger hook, Instant now) {
        int most = limits.intOf(Limit.TRIGGER_DELIVERIES_PER_MINUTE_COUNT);
        List<Instant> last = WakeRows.deliveredSince(transaction, hook, now.minus(MINUTE), most);
        if (last.size() >= most) {
            throw new Refusal(
                    RefusalCode.RATE_LIMITED,
                    "Webhook '" + hook.name() + "' took " + most + " deliveries in a minute, the most it takes",
                    Duration.between(now, last.get(last.size() - 1).plus(MINUTE)));
        }
    }
}
