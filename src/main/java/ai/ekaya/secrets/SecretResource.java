package ai.ekaya.secrets;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The project's secrets: values go in, and no method gives one back. Tokens may write, as a pipeline that rotates one does. */
@Path("projects/{p}/secrets")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class SecretResource {
    private final Caller caller;
    private final Secrets secrets;
    private final SecretChanges changes;
    private final Limits limits;

    @Inject
    public SecretResource(Caller caller, Secrets secrets, SecretChanges changes, Limits limits) {
        this.caller = caller;
        this.secrets = secrets;
        this.changes = changes;
        this.limits = limits;
    }

    @GET
    @May(Action.SEE_SECRETS)
    @Operation(
            summary = "Secrets of a project, by name",
            description =
                    "usedBy names the apps whose grants name it; lastUsedAt is to the minute. No value is ever shown.")
    public Page<SecretView> list(@BeanParam PageParams params) {
        return secrets.list(caller.project(), params.query(limits));
    }

    @GET
    @Path("{name}")
    @May(Action.SEE_SECRETS)
    @Operation(summary = "One secret, without its value")
    public SecretView get(@PathParam("name") String name) {
        return secrets.get(caller.project(), name);
    }

    @PUT
    @Path("{name}")
    @May(Action.WRITE_SECRET)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a secret, or give it another value",
            description =
                    "name is of letters, digits, dots, dashes and underscores and starts with a letter; upper and lower case are one"
                            + " name. Each call is another version. With version in the body it is written only if the secret is at"
                            + " that one; else the problem has code CONFLICT.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = SecretView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            content = @Content(schema = @Schema(implementation = SecretView.class)))
    public Response write(@PathParam("name") String name, NewSecret body, @Context UriInfo uri) {
        SecretChanges.Written written = changes.write(caller.principal(), caller.project(), name, body);
        Response.ResponseBuilder answer = written.isNew() ? Response.created(uri.getAbsolutePath()) : Response.ok();
        return answer.entity(written.secret()).build();
    }

    @DELETE
    @Path("{name}")
    @May(Action.WRITE_SECRET)
    @Operation(
            summary = "Remove a secret",
            description =
                    "While apps' grants name it, it stays, and the problem has code CONFLICT and names them; ?force=true removes it"
                            + " all the same.")
    public void remove(@PathParam("name") String name, @QueryParam("force") @Nullable String force) {
        if (force == null || force.equals("false")) {
            changes.remove(caller.principal(), caller.project(), name);
        } else if (force.equals("true")) {
            changes.removeInUse(caller.principal(), caller.project(), name);
        } else {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'force' is neither true nor false");
        }
    }
}
