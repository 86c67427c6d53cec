package ai.ekaya.trigger;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Projects;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.web.Spoken;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who delivers. The signature is held against the bytes as they came before anything else of them is looked at; what is signed
 * rightly is {@link Deliveries}'. Thread-safe.
 */
@Singleton
public final class Webhooks {
    /** For what names no webhook, so that it takes as long as one whose signature does not fit. */
    private static final HookSecret DECOY = HookSecret.random();

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final Function<String, Optional<ProjectId>> projects;
    private final HookSecrets secrets;
    private final Deliveries deliveries;
    private final RefusedDeliveries refused;

    @Inject
    public Webhooks(
            Store store,
            Limits limits,
            Clock clock,
            Projects projects,
            HookSecrets secrets,
            Deliveries deliveries,
            RefusedDeliveries refused) {
        this(store, limits, clock, projects::named, secrets, deliveries, refused);
    }

    /** @param projects by id or name */
    Webhooks(
            Store store,
            Limits limits,
            Clock clock,
            Function<String, Optional<ProjectId>> projects,
            HookSecrets secrets,
            Deliveries deliveries,
            RefusedDeliveries refused) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.projects = projects;
        this.secrets = secrets;
        this.deliveries = deliveries;
        this.refused = refused;
    }

    /** As a request's address names a webhook. */
    record Address(String project, String app, String hook) {}

    private record Found(Optional<ProjectId> project, Optional<AppTrigger> hook, List<HookSecret> secrets) {}

    /**
     * @throws Spoken 401 for an unknown webhook and a wrong signature alike
     * @throws Refusal {@code BAD_ARGUMENT} when it is too old, {@code CONFLICT} when the webhook takes none now, {@code RATE_LIMITED} when
     *     the sender should try again later
     */
    Deliveries.Receipt receive(
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
            requireRecent(delivery);
            return deliveries.take(hook, delivery, type);
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
}
