package ai.ekaya.catalog;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Effect;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What packages of a trust level may ask for at most. */
@Path("catalog/trust/{level}")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class TrustResource {
    private final Caller caller;
    private final Ceilings ceilings;

    @Inject
    public TrustResource(Caller caller, Ceilings ceilings) {
        this.caller = caller;
        this.ceilings = ceilings;
    }

    /** All that is allowed; what is left out is not. */
    public record NewCeiling(@Nullable List<String> allowed) {}

    @GET
    @May(Action.SEE_CATALOG)
    @Operation(summary = "What apps of first-party, verified, private or unsigned-development may do at most")
    public CatalogViews.Trust get(@PathParam("level") String level) {
        return CatalogViews.Trust.of(ceilings.of(TrustLevel.of(level)));
    }

    @PUT
    @May(Action.MANAGE_CATALOG)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change what apps of a trust level may do at most",
            description = "Holds for what is installed or updated from now on.")
    public CatalogViews.Trust write(@PathParam("level") String level, NewCeiling body) {
        TrustLevel of = TrustLevel.of(level);
        List<String> allowed = body.allowed();
        if (allowed == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'allowed' is missing, expected a list of effects");
        }
        return CatalogViews.Trust.of(ceilings.change(
                caller.principal(), of, allowed.stream().map(Effect::of).collect(Collectors.toSet())));
    }
}
