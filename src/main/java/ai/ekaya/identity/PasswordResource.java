package ai.ekaya.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One's own password. */
@Path("me/password")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class PasswordResource {
    private final Caller caller;
    private final Passwords passwords;

    @Inject
    public PasswordResource(Caller caller, Passwords passwords) {
        this.caller = caller;
        this.passwords = passwords;
    }

    /** The password that holds and the one that shall. */
    public record Change(
            @Nullable String old,
            @JsonProperty("new") @Nullable String asked) {
        @Override
        public String toString() {
            return "Change[***, ***]";
        }
    }

    @PUT
    @May(Action.CHANGE_OWN_PASSWORD)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change one's own password: {old, new}; one's other sessions end, tokens stay")
    public void change(Change body, @Context HttpServletRequest request) {
        passwords.change(caller.principal(), caller.session(), body.old(), body.asked(), request.getRemoteAddr());
    }
}
