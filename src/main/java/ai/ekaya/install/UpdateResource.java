package ai.ekaya.install;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.web.BodyLimit;
import ai.ekaya.web.TakesQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Another package for an app that is installed, and who agrees to it. */
@Path("projects/{p}/apps")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class UpdateResource {
    private final Caller caller;
    private final AppUpdates updates;
    private final HeldUpdates held;
    private final CatalogInstalls fromCatalog;
    private final UpdatePolicies policies;
    private final Limits limits;

    @Inject
    public UpdateResource(
            Caller caller,
            AppUpdates updates,
            HeldUpdates held,
            CatalogInstalls fromCatalog,
            UpdatePolicies policies,
            Limits limits) {
        this.caller = caller;
        this.updates = updates;
        this.held = held;
        this.fromCatalog = fromCatalog;
        this.policies = policies;
        this.limits = limits;
    }

    @POST
    @Path("{app}/update")
    @May(Action.INSTALL_APP)
    @BodyLimit(Limit.PACK_PACKED_BYTES)
    @TakesQuery({"grant", "slug", "datasource."})
    @Consumes({"application/zip", "application/octet-stream"})
    @Operation(
            summary = "Put another package of the same id into an app, uploaded as the body; its data stays",
            description =
                    "One that asks for more than stands in the project is held (202) until an admin agrees. Runs that"
                            + " have begun end on the package before.")
    public Response updateBody(@PathParam("app") String app, byte[] body, @Context UriInfo uri) {
        return updated(app, Upload.of(body).asked(uri.getQueryParameters()));
    }

    @POST
    @Path("{app}/update")
    @May(Action.INSTALL_APP)
    @BodyLimit(Limit.PACK_PACKED_BYTES)
    @TakesQuery({"grant", "slug", "datasource."})
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary =
                    "Put another package of the same id into an app, uploaded as part 'package', with 'grant' and 'settings'")
    public Response updateParts(
            @PathParam("app") String app,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            byte[] body,
            @Context UriInfo uri) {
        return updated(app, Upload.read(contentType, body).asked(uri.getQueryParameters()));
    }

    @POST
    @Path("{app}/update")
    @May(Action.INSTALL_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Update an app with a package that a catalog has: {catalog, version, packageHash?, grant?, datasources?, settings?}")
    public Response updateFromCatalog(@PathParam("app") String app, CatalogInstalls.Asked asked) {
        return updated(fromCatalog.update(caller.principal(), caller.project(), app, asked));
    }

    private Response updated(String app, NewInstall asked) {
        return updated(updates.update(caller.principal(), caller.project(), app, asked));
    }

    private static Response updated(Updated updated) {
        return switch (updated) {
            case Updated.Done(InstalledApp now) -> Response.ok(AppView.of(now)).build();
            case Updated.Held(HeldUpdateView waits) -> Response.accepted(waits).build();
        };
    }

    @POST
    @Path("{app}/update/check")
    @May(Action.INSTALL_APP)
    @BodyLimit(Limit.PACK_PACKED_BYTES)
    @TakesQuery({"grant", "slug", "datasource."})
    @Consumes({"application/zip", "application/octet-stream"})
    @Operation(
            summary = "What there is to agree to before an update, a row each; nothing is done",
            description = "change is NEW, SAME or GONE against what the app is granted.")
    public ConsentView check(@PathParam("app") String app, byte[] body, @Context UriInfo uri) {
        return updates.check(
                caller.principal(), caller.project(), app, Upload.of(body).asked(uri.getQueryParameters()));
    }

    @POST
    @Path("{app}/update/check")
    @May(Action.INSTALL_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "What there is to agree to before an update with a package of a catalog; nothing is done")
    public ConsentView checkFromCatalog(@PathParam("app") String app, CatalogInstalls.Asked asked) {
        return fromCatalog.check(caller.principal(), caller.project(), app, asked);
    }

    @GET
    @Path("{app}/update")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "The update that waits for an admin; 404 when there is none")
    public HeldUpdateView waiting(@PathParam("app") String app) {
        return updates.waiting(caller.project(), app);
    }

    /** @param packageHash of what was looked at */
    public record Agreement(@Nullable String packageHash) {}

    @POST
    @Path("{app}/update/agree")
    @May(Action.GRANT_TO_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Agree to the update that waits, and do it: {packageHash} of what you have looked at")
    public AppView agree(@PathParam("app") String app, Agreement agreement) {
        PackageHash agreed = Optional.ofNullable(agreement.packageHash())
                .flatMap(PackageHash::parse)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "'packageHash' is blake3: and 64 hexadecimal digits, as GET …/update tells it"));
        return AppView.of(updates.agree(caller.principal(), caller.project(), app, agreed));
    }

    @GET
    @Path("{app}/update/policy")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "How the app is updated by itself, and the newest version that its catalog has")
    public UpdatePolicyView policy(@PathParam("app") String app) {
        return policies.of(caller.project(), app);
    }

    /** @param days of a cool-down */
    public record NewPolicy(
            @Nullable String policy, @Nullable Integer days) {}

    @PUT
    @Path("{app}/update/policy")
    @May(Action.INSTALL_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Update the app by itself, or not: {policy: manual, auto or cool-down, days: of a cool-down}",
            description =
                    "Newer versions of the catalog that the app came of are put in at once or after so many days, as long as"
                            + " they ask for the same or less; one that asks for more waits for an admin. Manual: they are shown.")
    public UpdatePolicyView setPolicy(@PathParam("app") String app, NewPolicy asked) {
        String policy = asked.policy();
        return policies.set(
                caller.principal(),
                caller.project(),
                app,
                UpdatePolicy.asked(policy == null ? "" : policy, Optional.ofNullable(asked.days()), limits));
    }

    @DELETE
    @Path("{app}/update")
    @May(Action.INSTALL_APP)
    @Operation(summary = "Drop the update that waits; the app stays as it is")
    public void drop(@PathParam("app") String app) {
        held.drop(caller.principal(), caller.project(), app);
    }
}
