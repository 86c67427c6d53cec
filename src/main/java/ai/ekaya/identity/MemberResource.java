package ai.ekaya.identity;

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
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who has which role in a project; {@code {user}} is a user's id or name. */
@Path("projects/{p}/members")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class MemberResource {
    private final Caller caller;
    private final Limits limits;
    private final Members members;

    @Inject
    public MemberResource(Caller caller, Limits limits, Members members) {
        this.caller = caller;
        this.limits = limits;
        this.members = members;
    }

    /** The role to give. */
    public record RoleBody(@Nullable Role role) {}

    @GET
    @May(Action.SEE_MEMBERS)
    @Operation(summary = "Members of a project; roles from groups of the identity provider are not listed")
    public Page<Member> list(@BeanParam PageParams params) {
        return members.list(caller.project(), params.query(limits));
    }

    @PUT
    @Path("{user}")
    @May(Action.GIVE_RIGHT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give a user a role")
    public void put(@PathParam("user") String user, RoleBody body) {
        Role role = body.role();
        if (role == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'role' is missing in the body");
        }
        members.put(caller.principal(), caller.project(), user, role);
    }

    @DELETE
    @Path("{user}")
    @May(Action.TAKE_RIGHT)
    @Operation(summary = "Take a user's role away")
    public void remove(@PathParam("user") String user) {
        members.remove(caller.principal(), caller.project(), user);
    }
}
