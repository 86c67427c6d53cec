package ai.ekaya.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What projects get of a queue that they share; not theirs to say. */
@Path("queue/weights")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class WeightResource {
    private final Caller caller;
    private final Projects projects;

    @Inject
    public WeightResource(Caller caller, Projects projects) {
        this.caller = caller;
        this.projects = projects;
    }

    /** What a client says. */
    public record WeightBody(@Nullable Integer weight) {}

    @PUT
    @Path("{project}")
    @May(Action.WEIGH_PROJECT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set how many of a project's runs begin for one of another, where both wait: {weight}",
            description =
                    "1 to 100; every project has 1 until this is called. It counts on each server once that has read it, with the"
                            + " project's next run. Bounds of how many run at once stay as they are.")
    public Project weigh(@PathParam("project") String project, WeightBody body) {
        return projects.weigh(caller.principal(), project, body.weight());
    }
}
