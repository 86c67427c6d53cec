package ai.ekaya.identity;

import ai.ekaya.keys.KeyReport;
import ai.ekaya.keys.KeyRotation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The master key, of which only ids are ever told. It is here because {@code keys} does not know who asks. */
@Path("master-key")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class MasterKeyResource {
    private final Caller caller;
    private final KeyRotation rotation;

    @Inject
    public MasterKeyResource(Caller caller, KeyRotation rotation) {
        this.caller = caller;
        this.rotation = rotation;
    }

    @GET
    @May(Action.SEE_MASTER_KEY)
    @Operation(summary = "Which master key is in force, which servers hold it, how many secrets are sealed with which")
    public KeyReport report() {
        return rotation.report();
    }

    @POST
    @Path("rotation")
    @May(Action.ROTATE_MASTER_KEY)
    @Operation(
            summary = "Go over to a new master key while the servers run; 409 says what has to be done first"
                    + " (docs/install.md)")
    public KeyReport rotate() {
        rotation.rotate(caller.principal().actor());
        return rotation.report();
    }
}
