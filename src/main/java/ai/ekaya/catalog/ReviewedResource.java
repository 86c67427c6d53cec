package ai.ekaya.catalog;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the platform's reviewers can do with what they published. */
@Path("catalog/reviewed")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ReviewedResource {
    private final Caller caller;
    private final ReviewedPackages reviewed;
    private final Catalogs catalogs;

    @Inject
    public ReviewedResource(Caller caller, ReviewedPackages reviewed, Catalogs catalogs) {
        this.caller = caller;
        this.reviewed = reviewed;
        this.catalogs = catalogs;
    }

    /** Why nobody is to run a version any more. */
    public record Reason(@Nullable String reason) {}

    @POST
    @Path("{id}/versions/{v}/revoke")
    @May(Action.REVIEW_PACKAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take a version back that was published, and stop it at its next run wherever it is installed")
    public CatalogViews.Detail revoke(@PathParam("id") String id, @PathParam("v") String version, Reason body) {
        String reason = body.reason();
        if (reason == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'reason' is missing, expected why the version is revoked");
        }
        reviewed.revoke(caller.principal(), id, version, reason);
        return CatalogViews.Detail.of(catalogs.require(Optional.of(ReviewedPackages.NAME), id));
    }
}
