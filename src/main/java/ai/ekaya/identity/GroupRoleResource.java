package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Roles that groups of the identity provider give in a project. */
@Path("projects/{p}/group-roles")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class GroupRoleResource {
    private final Caller caller;
    private final GroupRoles groupRoles;

    @Inject
    public GroupRoleResource(Caller caller, GroupRoles groupRoles) {
        this.caller = caller;
        this.groupRoles = groupRoles;
    }

    /** A group as the provider writes it in its tokens, and what it shall give. */
    public record NewGroupRole(
            @Nullable String group, @Nullable Role role) {}

    /** The role that a group shall give from now on. */
    public record RoleBody(@Nullable Role role) {}

    /** All of them, as they are few. */
    public record GroupRoleList(List<GroupRoleView> items) {}

    /** One of them. */
    public record GroupRoleView(UUID id, String group, Role role) {
        static GroupRoleView of(GroupRole role) {
            return new GroupRoleView(role.id(), role.group(), role.role());
        }
    }

    @GET
    @May(Action.SEE_MEMBERS)
    @Operation(summary = "Groups of the identity provider that have a role; those of OIDC_GROUP_ROLES are not listed")
    public GroupRoleList list() {
        return new GroupRoleList(groupRoles.list(caller.project()).stream()
                .map(GroupRoleView::of)
                .toList());
    }

    @POST
    @May(Action.MANAGE_MEMBERS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give a group a role: {group, role}; its members have it at their next request")
    public Response make(NewGroupRole body) {
        GroupRole made = groupRoles.make(caller.principal(), caller.project(), body.group(), required(body.role()));
        return Response.status(Response.Status.CREATED)
                .entity(GroupRoleView.of(made))
                .build();
    }

    @PUT
    @Path("{id}")
    @May(Action.MANAGE_MEMBERS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change the role that a group gives")
    public GroupRoleView change(@PathParam("id") String id, RoleBody body) {
        return GroupRoleView.of(
                groupRoles.change(caller.principal(), caller.project(), parsed(id), required(body.role())));
    }

    @DELETE
    @Path("{id}")
    @May(Action.MANAGE_MEMBERS)
    @Operation(summary = "Take a group's role away")
    public void remove(@PathParam("id") String id) {
        groupRoles.remove(caller.principal(), caller.project(), parsed(id));
    }

    private static UUID parsed(String id) {
        if (!ProjectNames.isId(id)) {
            throw new Refusal(RefusalCode.NOT_FOUND, "There is no group role " + id);
        }
        return UUID.fromString(id);
    }

    private static Role required(@Nullable Role role) {
        if (role == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'role' is missing in the body");
        }
        return role;
    }
}
