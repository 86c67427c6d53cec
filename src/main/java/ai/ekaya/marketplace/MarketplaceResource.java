package ai.ekaya.marketplace;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.install.InstalledApp;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a project has to do with the marketplace; 404 on a server that has none. */
@Path("projects/{p}/marketplace")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class MarketplaceResource {
    private final Caller caller;
    private final Purchases purchases;
    private final Link link;

    @Inject
    public MarketplaceResource(Caller caller, Purchases purchases, Link link) {
        this.caller = caller;
        this.purchases = purchases;
        this.link = link;
    }

    /**
     * How the project stands with the marketplace.
     *
     * @param why it could not be asked last
     */
    public record StateView(String origin, Optional<Instant> reconciledAt, Optional<String> why) {}

    /** @param redirect where the person's browser is to be sent; absent when there is nothing to agree to */
    public record PurchaseView(Optional<String> redirect) {}

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(summary = "The marketplace that this server deals with, and when it was last asked about this project")
    public StateView state() {
        ReconcileRows.State state = purchases.state(caller.project());
        return new StateView(link.origin(), state.reconciledAt(), state.why());
    }

    @POST
    @Path("apps/{app}/purchase")
    @May(Action.GRANT_TO_APP)
    @Operation(
            summary = "Go on using an app that is on trial",
            description = "Answers with the marketplace's page to send the browser to. It comes back to /return.")
    public PurchaseView purchase(@PathParam("app") String app) {
        return new PurchaseView(purchases.begin(caller.principal(), caller.project(), app));
    }

    @GET
    @Path("return")
    @May(Action.GRANT_TO_APP)
    @Operation(summary = "The way back from the marketplace; leads on to the app's page")
    public Response back(@QueryParam("state") @DefaultValue("") String state) {
        InstalledApp app = purchases.end(caller.principal(), caller.project(), state);
        return Response.seeOther(URI.create("/projects/" + app.project() + "/apps/" + app.slug()))
                .build();
    }
}
