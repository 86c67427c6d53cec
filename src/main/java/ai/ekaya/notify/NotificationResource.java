package ai.ekaya.notify;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A project's notifications. */
@Path("projects/{p}/notifications")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class NotificationResource {
    private final Caller caller;
    private final Limits limits;
    private final Inbox inbox;

    @Inject
    public NotificationResource(Caller caller, Limits limits, Inbox inbox) {
        this.caller = caller;
        this.limits = limits;
        this.inbox = inbox;
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "What people are to look at, told last first",
            description =
                    "open=true leaves out what somebody acknowledged, open=false what nobody has; severity is INFO, WARNING or"
                            + " CRITICAL; app is an app's slug.")
    public Page<Notification> list(
            @QueryParam("open") @Nullable String open,
            @QueryParam("severity") @Nullable String severity,
            @QueryParam("app") @Nullable String app,
            @BeanParam PageParams params) {
        PageQuery page = params.query(limits);
        return Page.of(
                inbox.list(
                        caller.project(),
                        new Inbox.Filter(shown(open), severity(severity), Optional.ofNullable(app)),
                        page.cursor(2).map(NotificationResource::place),
                        page.size() + 1),
                page,
                one -> Cursor.at(one.lastAt().toString(), one.id()));
    }

    @GET
    @Path("open")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "How many nobody has acknowledged, for a badge")
    public Inbox.Open open() {
        return inbox.open(caller.project());
    }

    private static Optional<Severity> severity(@Nullable String named) {
        if (named == null) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(Severity.values())
                .filter(each -> each.name().equalsIgnoreCase(named))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT, "'severity' is another, expected INFO, WARNING or CRITICAL")));
    }

    private static Inbox.Shown shown(@Nullable String open) {
        return switch (open) {
            case null -> Inbox.Shown.ALL;
            case "true" -> Inbox.Shown.OPEN;
            case "false" -> Inbox.Shown.ACKNOWLEDGED;
            default ->
                throw new Refusal(RefusalCode.BAD_ARGUMENT, "'open' is neither true nor false; leave it out for all");
        };
    }

    private static Inbox.Place place(Cursor cursor) {
        try {
            return new Inbox.Place(
                    Instant.parse(cursor.keys().get(0)),
                    UUID.fromString(cursor.keys().get(1)));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "The cursor in 'after' is not one that this list handed out", e);
        }
    }

    @POST
    @Path("{n}/ack")
    @May(Action.ACKNOWLEDGE)
    @Operation(summary = "Say that you have looked at it; who was first stays")
    public Notification acknowledge(@PathParam("n") String n) {
        return inbox.acknowledge(caller.project(), n, caller.principal());
    }
}
