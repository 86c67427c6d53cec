package ai.ekaya.studio;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.install.CatalogInstalls;
import ai.ekaya.install.NewInstall;
import ai.ekaya.install.Upload;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.BodyLimit;
import ai.ekaya.web.TakesQuery;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Apps that are tried before they are installed. No path under an app's, as any of those could be an app's name. */
@Path("projects/{p}/previews")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class TryResource {
    private final Caller caller;
    private final CatalogInstalls catalogs;
    private final Tries tries;

    @Inject
    public TryResource(Caller caller, CatalogInstalls catalogs, Tries tries) {
        this.caller = caller;
        this.catalogs = catalogs;
        this.tries = tries;
    }

    /**
     * What is to be tried: {@code catalog}, {@code id}, {@code version} and {@code packageHash} as for an installation.
     *
     * @param on {@code project} (null for that) or {@code sample}
     * @param grant of what the package asks for, as for an installation
     * @param input null for the sample's own, or {@code {}}
     */
    public record TryBody(
            @Nullable String catalog,
            @Nullable String id,
            @Nullable String version,
            @Nullable String packageHash,
            @Nullable String on,
            @Nullable ObjectNode grant,
            @Nullable JsonNode input,
            @Nullable ObjectNode settings,
            @Nullable Map<String, String> datasources) {}

    @POST
    @May(Action.INSTALL_APP)
    @BodyLimit(Limit.RUN_INPUT_BYTES)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Run an app of a catalog once, and keep nothing: {catalog, id, version, on?, input?, settings?, datasources?}",
            description =
                    "on=project (the default) runs it on the project's data, read only, and asks for the same consent as an"
                            + " installation; on=sample runs it on the data that the package brings.")
    public Response run(TryBody body) {
        NewInstall asked = catalogs.wanted(
                caller.principal(),
                caller.project(),
                new CatalogInstalls.Asked(
                        body.catalog(),
                        body.id(),
                        body.version(),
                        body.packageHash(),
                        null,
                        body.grant(),
                        body.datasources(),
                        body.settings()));
        return tried(asked, body.on() == null ? "project" : body.on(), Optional.ofNullable(body.input()));
    }

    @POST
    @May(Action.INSTALL_APP)
    @BodyLimit(Limit.PACK_PACKED_BYTES)
    @TakesQuery({"on", "grant", "datasource."})
    @Consumes({"application/zip", "application/octet-stream"})
    @Operation(
            summary =
                    "Run an uploaded package once, and keep nothing; ?on= and ?datasource.<alias>= as for one of a catalog")
    public Response runBody(byte[] body, @QueryParam("on") @DefaultValue("project") String on, @Context UriInfo uri) {
        return tried(Upload.of(body).asked(uri.getQueryParameters()), on, Optional.empty());
    }

    private Response tried(NewInstall asked, String on, Optional<JsonNode> input) {
        Tries.Ground ground = switch (on) {
            case "project" -> Tries.Ground.PROJECT;
            case "sample" -> Tries.Ground.SAMPLE;
            default ->
                throw new Refusal(RefusalCode.BAD_ARGUMENT, "'on' is neither project nor sample, without it: project");
        };
        return Response.ok(PreviewView.of(tries.run(caller.principal(), caller.project(), asked, ground, input)))
                .build();
    }
}
