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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One's own API tokens. */
@Path("tokens")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class TokenResource {
    private final Caller caller;
    private final Projects projects;
    private final Tokens tokens;

    @Inject
    public TokenResource(Caller caller, Projects projects, Tokens tokens) {
        this.caller = caller;
        this.projects = projects;
        this.tokens = tokens;
    }

    /**
     * A token that is asked for.
     *
     * @param project id or name
     * @param roles the largest of them counts, as each includes those below
     */
    public record NewToken(
            @Nullable String name,
            @Nullable String project,
            @Nullable List<Role> roles,
            @Nullable Instant expiresAt) {}

    @GET
    @May(Action.MANAGE_OWN_TOKENS)
    @Operation(summary = "Your API tokens")
    public Page<ApiToken> list() {
        return Page.whole(tokens.list(caller.principal()));
    }

    @POST
    @May(Action.MANAGE_OWN_TOKENS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make an API token, shown this once")
    public Response make(NewToken asked) {
        String project = asked.project();
        List<Role> roles = asked.roles();
        if (project == null || roles == null || roles.isEmpty() || roles.contains(null)) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'project' or 'roles' is missing, expected {\"name\", \"project\", \"roles\": [\"operator\"]}");
        }
        Role role = roles.stream().reduce(Role.VIEWER, Role::larger);
        Tokens.Made made = tokens.make(
                caller.principal(),
                asked.name(),
                projects.resolve(caller.principal(), project),
                role,
                Optional.ofNullable(asked.expiresAt()));
        return Response.status(Response.Status.CREATED).entity(made).build();
    }

    @DELETE
    @Path("{id}")
    @May(Action.MANAGE_OWN_TOKENS)
    @Operation(summary = "Revoke an API token")
    public void revoke(@PathParam("id") String id) {
        if (!ProjectNames.isId(id)) {
            throw new Refusal(RefusalCode.NOT_FOUND, "You have no such token");
        }
        tokens.revoke(caller.principal(), UUID.fromString(id));
    }
}
