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
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Where people of a project are told beside the inbox. */
@Path("projects/{p}/channels")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ChannelResource {
    private final Caller caller;
    private final Channels channels;
    private final DeliveryLog log;
    private final Limits limits;

    @Inject
    public ChannelResource(Caller caller, Channels channels, DeliveryLog log, Limits limits) {
        this.caller = caller;
        this.channels = channels;
        this.log = log;
        this.limits = limits;
    }

    @GET
    @May(Action.MANAGE_CHANNELS)
    @Operation(
            summary = "Channels of a project, by name",
            description = "Of a webhook's address only its origin is shown.")
    public Page<ChannelView> list() {
        return new Page<>(channels.list(caller.project()), Optional.empty());
    }

    @GET
    @Path("{name}")
    @May(Action.MANAGE_CHANNELS)
    @Operation(summary = "One channel, without address and secret of a webhook")
    public ChannelView get(@PathParam("name") String name) {
        return channels.get(caller.project(), name);
    }

    @PUT
    @Path("{name}")
    @May(Action.MANAGE_CHANNELS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make or change a channel, and what is sent there",
            description =
                    "Either webhook or mail. A secret that the server makes is in this answer alone; it makes one for a new"
                            + " webhook, for another host, and with newSecret. Without rules: all apps, from WARNING on.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = ChannelView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            content = @Content(schema = @Schema(implementation = ChannelView.class)))
    public Response write(@PathParam("name") String name, NewChannel body, @Context UriInfo uri) {
        Channels.Written written = channels.write(caller.principal(), caller.project(), name, body);
        Response.ResponseBuilder answer = written.isNew() ? Response.created(uri.getAbsolutePath()) : Response.ok();
        return answer.entity(written.channel()).build();
    }

    @DELETE
    @Path("{name}")
    @May(Action.MANAGE_CHANNELS)
    @Operation(summary = "Remove a channel; what waits to be sent there is not sent")
    public void remove(@PathParam("name") String name) {
        channels.remove(caller.principal(), caller.project(), name);
    }

    @GET
    @Path("{name}/deliveries")
    @May(Action.MANAGE_CHANNELS)
    @Operation(summary = "What was sent there and what became of it, newest first")
    public Page<DeliveryView> deliveries(@PathParam("name") String name, @BeanParam PageParams params) {
        PageQuery page = params.query(limits);
        Channel channel = channels.require(caller.project(), name);
        return Page.of(
                log.list(caller.project(), channel.id(), page.cursor(2).map(ChannelResource::place), page.size() + 1),
                page,
                one -> Cursor.at(one.createdAt().toString(), one.id()));
    }

    private static DeliveryLog.Place place(Cursor cursor) {
        try {
            return new DeliveryLog.Place(
                    Instant.parse(cursor.keys().get(0)),
                    UUID.fromString(cursor.keys().get(1)));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "The cursor in 'after' is not one that this list handed out", e);
        }
    }

    @POST
    @Path("{name}/test")
    @May(Action.MANAGE_CHANNELS)
    @Operation(summary = "Send a test there at once, and tell what became of it")
    public DeliveryView test(@PathParam("name") String name) {
        return channels.test(caller.project(), name);
    }
}
