package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A project's tokens for what is no person. */
@Path("projects/{p}/service-tokens")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ServiceTokenResource {
    private final Caller caller;
    private final ServiceTokens tokens;

    @Inject
    public ServiceTokenResource(Caller caller, ServiceTokens tokens) {
        this.caller = caller;
        this.tokens = tokens;
    }

    /** A service token that is asked for. */
    public record NewServiceToken(
            @Nullable String name,
            @Nullable Role role,
            @Nullable Instant expiresAt) {}

    @GET
    @May(Action.SEE_MEMBERS)
    @Operation(summary = "Service tokens of a project")
    public Page<ApiToken> list() {
        return Page.whole(tokens.list(caller.project()));
    }

    @POST
    @May(Action.MANAGE_MEMBERS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a service token: {name, role, expiresAt}; shown this once, it outlives who makes it")
    public Response make(NewServiceToken asked) {
        Role role = asked.role();
        if (role == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'role' is missing in the body");
        }
        Tokens.Made made = tokens.make(
                caller.principal(), caller.project(), asked.name(), role, Optional.ofNullable(asked.expiresAt()));
        return Response.status(Response.Status.CREATED).entity(made).build();
    }

    @DELETE
    @Path("{id}")
    @May(Action.MANAGE_MEMBERS)
    @Operation(summary = "Revoke a service token; what it owns, such as schedules, stops")
    public void revoke(@PathParam("id") String id) {
        if (!ProjectNames.isId(id)) {
            throw new Refusal(RefusalCode.NOT_FOUND, "The project has no such service token");
        }
        tokens.revoke(caller.principal(), caller.project(), UUID.fromString(id));
    }
}
