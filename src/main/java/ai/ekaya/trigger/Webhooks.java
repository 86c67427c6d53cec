package ai.ekaya.trigger;

import ai.ekaya.host.RunId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Projects;
import ai.ekaya.install.AppStatus;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.NewRun;
import ai.ekaya.run.RunInput;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes signed deliveries. The signature is held against the bytes as they came before anything else of them is looked at; one that is
 * answered with a run has the run's row committed, together with its id, which counts once. Thread-safe, over all servers.
 */
@Singleton
public final class Webhooks {
    /** For what names no webhook, so that it takes as long as one whose signature does not fit. */
    private static final HookSecret DECOY = HookSecret.random();

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Function<String, Optional<ProjectId>> projects;
    private final InstalledApps apps;
    private final Runs runs;
    private final Budgets budgets;
    private final HookSecrets secrets;
    private final TriggerPauses pauses;
    private final RefusedDeliveries refused;

    @Inject
    public Webhooks(
            Store store,
            Limits limits,
            Clock clock,
            Projects projects,
            InstalledApps apps,
            Runs runs,
            Budgets budgets,
            HookSecrets secrets,
            TriggerPauses pauses,
            RefusedDeliveries refused) {
        this(store, limits, clock, projects::named, apps, runs, budgets, secrets, pauses, refused);
    }

    /** @param projects by id or name */
    Webhooks(
            Store store,
            Limits limits,
            Clock clock,
            Function<String, Optional<ProjectId>> projects,
            InstalledApps apps,
            Runs runs,
            Budgets budgets,
            HookSecrets secrets,
            TriggerPauses pauses,
            RefusedDeliveries refused) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.projects = projects;
        this.apps = apps;
        this.runs = runs;
        this.budgets = budgets;
        this.secrets = secrets;
        this.pauses = pauses;
        this.refused = refused;
    }

    /** As a request's address names a webhook. */
    record Address(String project, String app, String hook) {}

    /**
     * What a delivery started.
     *
     * @param isNew false when one of this id was taken before
     */
    record Receipt(ProjectId project, RunId run, boolean isNew) {}

    private record Found(Optional<ProjectId> project, Optional<AppTrigger> hook, List<HookSecret> secrets) {}

    /**
     * @throws Spoken 401 for an unknown webhook and a wrong signature alike
     * @throws Refusal {@code BAD_ARGUMENT} when it is too old, {@code CONFLICT} when the webhook takes none now, {@code RATE_LIMITED} when
     *     the sender should try again later
     */
    Receipt receive(
            Address address, Function<String, @Nullable List<String>> header, @Nullable MediaType type, byte[] body) {
        if (body.length > limits.of(Limit.TRIGGER_BODY_BYTES)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The delivery is " + Quantity.ofBytes(body.length) + ", at most "
                            + Quantity.ofBytes(limits.of(Limit.TRIGGER_BODY_BYTES)));
        }
        Delivery delivery = Delivery.read(header, body, limits);
        Found found = find(address);
        AppTrigger hook = found.hook()
                .filter(known -> isSigned(delivery, found.secrets()))
                .orElseThrow(() -> forged(found, delivery));
        try {
            return receive(hook, delivery, type);
        } catch (Refusal refusal) {
            refused.note(hook, refusal.reason());
            throw refusal;
        } catch (Spoken noJson) {
            refused.note(hook, String.valueOf(noJson.getMessage()));
            throw noJson;
        }
    }

    private Found find(Address address) {
        Optional<ProjectId> project = projects.apply(address.project());
        Instant now = clock.instant();
        return store.inProject(project.map(ProjectId::value).orElseGet(UUID::randomUUID), transaction -> {
            Optional<AppTrigger> hook =
                    project.flatMap(known -> TriggerRows.hook(transaction, known, address.app(), address.hook()));
            return new Found(
                    project,
                    hook,
                    hook.map(one -> secrets.valid(transaction, one, now)).orElse(List.of()));
        });
    }

    private static boolean isSigned(Delivery delivery, List<HookSecret> valid) {
        boolean signed = false;
        for (HookSecret secret : valid) {
            signed |= secret.signed(delivery);
        }
        return signed;
    }

    private Spoken forged(Found found, Delivery delivery) {
        if (found.secrets().isEmpty() && DECOY.signed(delivery)) {
            throw new IllegalStateException("A random key was guessed");
        }
        refused.forged(found.project(), found.hook());
        return Spoken.unauthorized("There is no such webhook, or the signature does not fit");
    }

    private Receipt receive(AppTrigger hook, Delivery delivery, @Nullable MediaType type) {
        requireRecent(delivery);
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

    private void requireRecent(Delivery delivery) {
        long tolerance = limits.of(Limit.TRIGGER_TOLERANCE_SECONDS);
        long off = clock.instant().getEpochSecond() - delivery.seconds();
        if (Math.abs(off) > tolerance) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "The delivery was signed " + Math.abs(off) + " s " + (off > 0 ? "ago" : "in the future")
                            + " by the clock of this server, at most " + tolerance
                            + " s are taken; sign it anew when trying again");
        }
    }

    private InstalledApp requireOn(AppTrigger hook) {
        InstalledApp app = apps.find(hook.project(), hook.app())
                .filter(found -> found.state() != AppStatus.REMOVED)
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
        try (Runs.Slot slot = runs.reserve()) {
            Receipt receipt = store.inProject(hook.project().value(), transaction -> {
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
                slot.start(receipt.project(), receipt.run(), owner);
            }
            return receipt;
        }
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
