package ai.ekaya.trigger;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What wakes an app beside people and the clock, and why it did or did not. */
@Path("projects/{p}/apps/{app}/triggers")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class TriggerResource {
    private final Caller caller;
    private final Triggers triggers;
    private final HookChanges hooks;
    private final Limits limits;

    @Inject
    public TriggerResource(Caller caller, Triggers triggers, HookChanges hooks, Limits limits) {
        this.caller = caller;
        this.triggers = triggers;
        this.hooks = hooks;
        this.limits = limits;
    }

    /** A webhook to make. */
    public record NewWebhook(@Nullable String name) {}

    /** @param secret for whoever sends; it is not shown again */
    public record Opened(TriggerView trigger, String secret) {
        static Opened of(HookChanges.Opened opened) {
            return new Opened(opened.trigger(), opened.secret().value());
        }
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "What wakes an app: its installation, another schema, webhooks",
            description =
                    "state is ON, OFF, PAUSED (who owns it may no longer run apps) or NOT_ASKED (this version of the package"
                            + " does not ask for it); stopped says why it wakes nobody now, last what happened last.")
    public Page<TriggerView> list(@PathParam("app") String app) {
        return Page.whole(triggers.list(caller.project(), app));
    }

    @GET
    @Path("{trigger}/wakes")
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "What happened to a trigger, the latest first: each with its run, or why there is none",
            description =
                    "Deliveries that were not taken are not listed; the trigger's refusedAt and refusedWhy tell of the last.")
    public Page<WakeView> wakes(@PathParam("app") String app, @PathParam("trigger") String trigger) {
        return Page.whole(triggers.wakes(caller.project(), app, trigger).stream()
                .map(WakeView::of)
                .toList());
    }

    @POST
    @May(Action.MANAGE_WEBHOOKS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a webhook called 'name'; the secret is shown once",
            description = "Its runs have the rights of who makes it, as long as those hold.")
    public Response make(@PathParam("app") String app, NewWebhook body, @Context UriInfo uri) {
        String name = body.name() == null ? "" : body.name();
        HookChanges.Opened made = hooks.make(caller.principal(), caller.project(), app, name);
        return Response.created(uri.getAbsolutePathBuilder().path(name).build())
                .entity(Opened.of(made))
                .build();
    }

    @POST
    @Path("{trigger}/rotate")
    @May(Action.MANAGE_WEBHOOKS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Give a webhook another secret, shown once",
            description = "The one before holds for overlapSeconds, a day when nothing is said; 0 ends it at once.")
    public Opened rotate(@PathParam("app") String app, @PathParam("trigger") String trigger, ObjectNode body) {
        return Opened.of(hooks.rotate(caller.principal(), caller.project(), app, trigger, overlap(body)));
    }

    private Optional<Duration> overlap(ObjectNode body) {
        JsonNode asked = body.path("overlapSeconds");
        if (asked.isMissingNode()) {
            return Optional.empty();
        }
        long most = limits.of(Limit.TRIGGER_SECRET_OVERLAP_CEILING_SECONDS);
        if (!asked.canConvertToLong() || !asked.isIntegralNumber() || asked.asLong() < 0 || asked.asLong() > most) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'overlapSeconds' is a whole number from 0 to " + most);
        }
        return Optional.of(Duration.ofSeconds(asked.asLong()));
    }

    @PATCH
    @Path("{trigger}")
    @May(Action.CHANGE_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Switch a trigger on or off: {\"enabled\": true}",
            description =
                    "Who switches on one that was off or paused is its owner from then on: its runs have their rights.")
    public TriggerView change(@PathParam("app") String app, @PathParam("trigger") String trigger, ObjectNode patch) {
        JsonNode enabled = patch.path("enabled");
        if (!enabled.isBoolean() || patch.size() != 1) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "A trigger has 'enabled' to change, true or false");
        }
        return triggers.switchTo(caller.principal(), caller.project(), app, trigger, enabled.booleanValue());
    }

    @DELETE
    @Path("{trigger}")
    @May(Action.MANAGE_WEBHOOKS)
    @Operation(summary = "Remove a webhook with its secrets")
    public void remove(@PathParam("app") String app, @PathParam("trigger") String trigger) {
        hooks.remove(caller.principal(), caller.project(), app, trigger);
    }
}
