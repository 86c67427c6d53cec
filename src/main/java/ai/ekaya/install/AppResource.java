package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.BodyLimit;
import ai.ekaya.web.Json;
import ai.ekaya.web.Page;
import ai.ekaya.web.TakesQuery;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The apps of a project; {@code {app}} is an app's slug or its instance id. */
@Path("projects/{p}/apps")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class AppResource {
    private final Caller caller;
    private final InstalledApps apps;
    private final Installer installer;
    private final Uninstaller uninstaller;
    private final ConsentChecks consent;
    private final AppChanges changes;
    private final CatalogInstalls fromCatalog;
    private final LastRuns lastRuns;
    private final HeldUpdates held;
    private final UpdatePolicies policies;
    private final Clock clock;

    @Inject
    public AppResource(
            Caller caller,
            InstalledApps apps,
            Installer installer,
            Uninstaller uninstaller,
            ConsentChecks consent,
            AppChanges changes,
            CatalogInstalls fromCatalog,
            LastRuns lastRuns,
            HeldUpdates held,
            UpdatePolicies policies,
            Clock clock) {
        this.caller = caller;
        this.apps = apps;
        this.installer = installer;
        this.uninstaller = uninstaller;
        this.consent = consent;
        this.changes = changes;
        this.fromCatalog = fromCatalog;
        this.lastRuns = lastRuns;
        this.held = held;
        this.policies = policies;
        this.clock = clock;
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "Installed apps",
            description = "?state=removed lists those that are uninstalled and whose data is kept; dataKeptUntil tells"
                    + " when it is purged. lastRun is the newest run of each, if it has any.")
    public Page<AppView> list(@QueryParam("state") @DefaultValue("installed") String state) {
        List<InstalledApp> found = switch (state) {
            case "installed" -> apps.list(caller.project());
            case "removed" -> apps.removed(caller.project());
            default ->
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT, "'state' is neither installed nor removed, without it: installed");
        };
        Map<AppId, LastRuns.LastRun> last = lastRuns.of(caller.project());
        return Page.whole(found.stream()
                .map(app -> AppView.of(app, Optional.ofNullable(last.get(app.id())), clock.instant()))
                .toList());
    }

    @POST
    @May(Action.INSTALL_APP)
    @BodyLimit(Limit.PACK_PACKED_BYTES)
    @TakesQuery({"grant", "slug", "datasource."})
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Install a package, uploaded as part 'package'",
            description =
                    "Parts 'grant' (as capabilities.json; without it what the package asks for) and 'settings' are JSON."
                            + " ?slug= names the app, ?datasource.<alias>=<id or name> binds a datasource."
                            + " A grant that does not stand in the project yet needs role admin.")
    public Response installParts(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, byte[] body, @Context UriInfo uri) {
        return installed(Upload.read(contentType, body).asked(uri.getQueryParameters()));
    }

    @POST
    @May(Action.INSTALL_APP)
    @BodyLimit(Limit.PACK_PACKED_BYTES)
    @TakesQuery({"grant", "slug", "datasource."})
    @Consumes({"application/zip", "application/octet-stream"})
    @Operation(summary = "Install a package, uploaded as the body")
    public Response installBody(byte[] body, @Context UriInfo uri) {
        return installed(Upload.of(body).asked(uri.getQueryParameters()));
    }

    @POST
    @May(Action.INSTALL_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Install a package that a catalog has: {catalog, id, version, packageHash?, slug?, grant?, datasources?, settings?}",
            description = "It is refused when it asks for more than packages of its trust level may on this server.")
    public Response installFromCatalog(CatalogInstalls.Asked asked) {
        return made(fromCatalog.install(caller.principal(), caller.project(), asked));
    }

    @POST
    @Path("check")
    @May(Action.INSTALL_APP)
    @BodyLimit(Limit.PACK_PACKED_BYTES)
    @TakesQuery({"grant", "slug", "datasource."})
    @Consumes({"application/zip", "application/octet-stream"})
    @Operation(summary = "What there is to agree to before a package is installed, a row each; nothing is done")
    public ConsentView check(byte[] body, @Context UriInfo uri) {
        return consent.of(caller.project(), Upload.of(body).asked(uri.getQueryParameters()));
    }

    @POST
    @Path("check")
    @May(Action.INSTALL_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "What there is to agree to before a package of a catalog is installed; nothing is done")
    public ConsentView checkFromCatalog(CatalogInstalls.Asked asked) {
        return fromCatalog.check(caller.principal(), caller.project(), asked);
    }

    private Response installed(NewInstall asked) {
        return made(installer.install(caller.principal(), caller.project(), asked));
    }

    private static Response made(InstalledApp app) {
        return Response.created(URI.create("projects/" + app.project() + "/apps/" + app.slug()))
                .entity(AppView.of(app))
                .build();
    }

    @GET
    @Path("{app}")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "An app, with what its package says of itself")
    public ObjectNode get(@PathParam("app") String app) {
        InstalledApp found = apps.require(caller.project(), app);
        // Of one whose package is lost there is its reason to see.
        ObjectNode json = apps.good(found)
                .map(read -> AppView.detailed(found, read, held.find(found), clock.instant()))
                .orElseGet(() -> Json.mapper().valueToTree(AppView.of(found, Optional.empty(), clock.instant())));
        json.set("updates", Json.mapper().valueToTree(policies.of(found)));
        return json;
    }

    @PATCH
    @Path("{app}")
    @May(Action.CHANGE_APP)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change settings, schedule, grants (admin) or datasources (admin)",
            description =
                    "settings with the settingsRevision that they were read at: 409 with what is there now when somebody else"
                            + " has changed them since.")
    public AppView change(@PathParam("app") String app, ObjectNode patch) {
        return AppView.of(changes.patch(caller.principal(), caller.project(), app, patch));
    }

    @DELETE
    @Path("{app}")
    @May(Action.REMOVE_APP)
    @Operation(summary = "Uninstall an app and keep its data (data=keep), or purge it (data=purge)")
    public void uninstall(@PathParam("app") String app, @QueryParam("data") @DefaultValue("keep") String data) {
        switch (data) {
            case "keep" -> uninstaller.uninstall(caller.principal(), caller.project(), app);
            case "purge" -> uninstaller.purge(caller.principal(), caller.project(), app);
            default ->
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "'data' is keep or purge, got '" + (data.length() > 40 ? data.substring(0, 40) + "…" : data)
                                + "'");
        }
    }

    @POST
    @Path("{app}/enable")
    @May(Action.CHANGE_APP)
    @Operation(summary = "Let an app run again")
    public AppView enable(@PathParam("app") String app) {
        return AppView.of(changes.enable(caller.principal(), caller.project(), app));
    }

    @POST
    @Path("{app}/disable")
    @May(Action.CHANGE_APP)
    @Operation(summary = "Let an app run no more")
    public AppView disable(@PathParam("app") String app) {
        return AppView.of(changes.disable(caller.principal(), caller.project(), app));
    }
}
