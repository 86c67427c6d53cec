package ai.ekaya.identity;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Local users, for servers without an identity provider. */
@Path("users")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class UserResource {
    private final Caller caller;
    private final Limits limits;
    private final Users users;
    private final UserChanges changes;

    @Inject
    public UserResource(Caller caller, Limits limits, Users users, UserChanges changes) {
        this.caller = caller;
        this.limits = limits;
        this.users = users;
        this.changes = changes;
    }

    /** A local user to be made. */
    public record NewUser(@Nullable String name, @Nullable String password) {
        @Override
        public String toString() {
            return "NewUser[" + name + ", ***]";
        }
    }

    /** A user, and the password that the server made, if it made one. */
    public record MadeUser(@JsonUnwrapped User user, Optional<String> password) {
        static MadeUser of(UserChanges.Made made) {
            return new MadeUser(made.user(), made.generated());
        }

        @Override
        public String toString() {
            return "MadeUser[" + user + ", ***]";
        }
    }

    /** A user whose password was made anew, and how many personal tokens ended with the old one. */
    public record ResetUser(@JsonUnwrapped User user, String password, int tokensRevoked) {
        static ResetUser of(UserChanges.Reset reset) {
            return new ResetUser(reset.user(), reset.generated(), reset.tokensRevoked());
        }

        @Override
        public String toString() {
            return "ResetUser[" + user + ", ***]";
        }
    }

    /** What of a user can be changed. */
    public record UserChange(@Nullable Boolean disabled) {}

    @GET
    @May(Action.MANAGE_USERS)
    @Operation(summary = "All users")
    public Page<User> list(@BeanParam PageParams params) {
        return users.list(params.query(limits));
    }

    @POST
    @May(Action.MANAGE_USERS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Make a local user: {name, password}; the name is what POST /session takes as user. Without a password"
                            + " one is made and shown this once; its owner has to change it")
    public Response make(NewUser asked) {
        UserChanges.Made made = changes.make(caller.principal(), asked.name(), asked.password());
        return Response.status(Response.Status.CREATED)
                .entity(MadeUser.of(made))
                .build();
    }

    @POST
    @Path("{user}/password")
    @May(Action.MANAGE_USERS)
    @Operation(
            summary =
                    "Make another password for a local user, shown this once; ends the user's sessions and personal tokens")
    public ResetUser resetPassword(@PathParam("user") String user) {
        return ResetUser.of(changes.resetPassword(caller.principal(), user));
    }

    @PATCH
    @Path("{user}")
    @May(Action.MANAGE_USERS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Disable a user, or enable again: {disabled}; {user} is an id or a name")
    public User change(@PathParam("user") String user, UserChange asked) {
        Boolean disabled = asked.disabled();
        if (disabled == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'disabled' is missing in the body, expected true or false");
        }
        return changes.setDisabled(caller.principal(), user, disabled);
    }
}
