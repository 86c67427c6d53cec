package ai.ekaya.install;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.web.Page;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What an app has been, and back to it. */
@Path("projects/{p}/apps")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class VersionResource {
    private final Caller caller;
    private final Rollbacks rollbacks;

    @Inject
    public VersionResource(Caller caller, Rollbacks rollbacks) {
        this.caller = caller;
        this.rollbacks = rollbacks;
    }

    @GET
    @Path("{app}/versions")
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "What an app has been, the newest first",
            description =
                    "One without replacedAt is what the app is now. canGoBack: POST …/rollback?to=<number> makes it that again.")
    public Page<VersionView> versions(@PathParam("app") String app) {
        return Page.whole(rollbacks.versions(caller.project(), app));
    }

    @POST
    @Path("{app}/rollback")
    @May(Action.INSTALL_APP)
    @Operation(
            summary =
                    "Make an app what it was, with the settings of then: ?to=<number> of a version, without it the one before",
            description =
                    "Runs that have begun end on the package that they began with. Grants of then that do not stand any more"
                            + " need role admin.")
    public AppView rollback(@PathParam("app") String app, @QueryParam("to") @Nullable Integer to) {
        return AppView.of(rollbacks.rollback(caller.principal(), caller.project(), app, Optional.ofNullable(to)));
    }
}
