package ai.ekaya.trigger;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limit;
import ai.ekaya.web.BodyLimit;
import ai.ekaya.web.TakesQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Where other systems deliver; who they are is told by the signature, and by no session or token. */
@Path("hooks/{p}/{app}/{hook}")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class WebhookResource {
    private final Webhooks webhooks;

    @Inject
    public WebhookResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /** @param run its address is in Location, for who may see the project */
    public record Taken(String run, boolean duplicate) {}

    @POST
    @May(Action.DELIVER)
    @BodyLimit(Limit.TRIGGER_BODY_BYTES)
    @TakesQuery(TakesQuery.ANY)
    // Anything: what came is looked at once it is known who sent it.
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Deliver to a webhook: starts a run of the app, whose input is the body",
            description = "Signed as Standard Webhooks has it: webhook-signature is v1,<Base64 of HMAC-SHA256 over"
                    + " webhook-id.webhook-timestamp.body>, several with spaces between; the key is what follows whsec_ in the"
                    + " secret, in Base64. 202 once the run is stored; 200 with the first one's run for an id that was taken"
                    + " before. 401 for an unknown webhook and a wrong signature alike, 400 when the timestamp is too far off,"
                    + " 409 when app or webhook is switched off, 429 with Retry-After when there is too much.")
    @Parameter(
            name = Delivery.ID,
            in = ParameterIn.HEADER,
            schema = @Schema(type = SchemaType.STRING),
            description = "The delivery's id, the same when it is tried again")
    @Parameter(
            name = Delivery.TIMESTAMP,
            in = ParameterIn.HEADER,
            schema = @Schema(type = SchemaType.STRING),
            description = "Seconds since 1970, when it was signed")
    @Parameter(
            name = Delivery.SIGNATURE,
            in = ParameterIn.HEADER,
            schema = @Schema(type = SchemaType.STRING),
            description = "v1,<Base64>")
    public Response deliver(
            @PathParam("p") String project,
            @PathParam("app") String app,
            @PathParam("hook") String hook,
            @Context HttpHeaders headers,
            byte[] body) {
        Deliveries.Receipt receipt = webhooks.receive(
                new Webhooks.Address(project, app, hook), headers::getRequestHeader, headers.getMediaType(), body);
        return (receipt.isNew() ? Response.accepted() : Response.ok())
                .location(URI.create("projects/" + receipt.project() + "/runs/" + receipt.run()))
                .entity(new Taken(receipt.run().toString(), !receipt.isNew()))
                .build();
    }
}
