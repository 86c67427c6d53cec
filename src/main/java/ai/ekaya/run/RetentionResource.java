package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How many runs of an app are kept. */
@Path("projects/{p}/apps")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class RetentionResource {
    private final Caller caller;
    private final Retention retention;

    @Inject
    public RetentionResource(Caller caller, Retention retention) {
        this.caller = caller;
        this.retention = retention;
    }

    /** @param runsKept null takes the server's bound */
    public record Change(@Nullable Integer runsKept) {}

    /** @param most the server's bound */
    public record View(int runsKept, int most) {}

    @GET
    @Path("{app}/retention")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "How many of an app's runs are kept, with their logs, calls and outputs")
    public View get(@PathParam("app") String app) {
        return new View(retention.of(caller.project(), app), retention.most());
    }

    @PUT
    @Path("{app}/retention")
    @May(Action.CHANGE_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Keep fewer of an app's runs: {runsKept}, null for the server's bound",
            description = "Older ones are deleted at once, and then now and then as runs end.")
    public View put(@PathParam("app") String app, Change change) {
        retention.change(caller.principal(), caller.project(), app, change.runsKept());
        return get(app);
    }
}
