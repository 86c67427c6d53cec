package ai.ekaya.catalog;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Which apps a project can have: those of the server's catalogs, and in {@code private} what it has published for itself. */
@Path("projects/{p}/catalog/apps")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectCatalogResource {
    private final Caller caller;
    private final ProjectCatalogs catalogs;
    private final PrivateCatalogs own;
    private final Ceilings ceilings;
    private final Limits limits;

    @Inject
    public ProjectCatalogResource(
            Caller caller, ProjectCatalogs catalogs, PrivateCatalogs own, Ceilings ceilings, Limits limits) {
        this.caller = caller;
        this.catalogs = catalogs;
        this.own = own;
        this.ceilings = ceilings;
        this.limits = limits;
    }

    /** Why a version is to be had no more. */
    public record Withdrawal(@Nullable String reason) {}

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(summary = "Apps that the project can have; catalog=private for what it has published itself")
    public Page<CatalogViews.Listed> list(
            @QueryParam("q") @Nullable String q,
            @QueryParam("category") @Nullable String category,
            @QueryParam("publisher") @Nullable String publisher,
            @QueryParam("catalog") @Nullable String catalog,
            @BeanParam PageParams params) {
        CatalogSearch search = CatalogSearch.of(
                Optional.ofNullable(q),
                Optional.ofNullable(category),
                Optional.ofNullable(publisher),
                Optional.ofNullable(catalog));
        return CatalogViews.page(catalogs.search(caller.project(), search), params.query(limits));
    }

    @GET
    @Path("{id}")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "An app with its versions; of the first catalog that has it, unless catalog names one")
    public CatalogViews.Detail app(@PathParam("id") String id, @QueryParam("catalog") @Nullable String catalog) {
        return CatalogViews.Detail.of(found(id, catalog));
    }

    @GET
    @Path("{id}/versions/{v}")
    @May(Action.SEE_PROJECT)
    @Operation(summary = "A version: what it asks for, what that means, and whether it may be installed here")
    public CatalogViews.Version version(
            @PathParam("id") String id,
            @PathParam("v") String version,
            @QueryParam("catalog") @Nullable String catalog) {
        Catalogs.Found found = found(id, catalog);
        return CatalogViews.Version.of(
                found, found.require(version), ceilings.of(found.source().trust(found.app())));
    }

    @GET
    @Path("{id}/versions/{v}/package")
    @May(Action.PUBLISH_PACKAGE)
    @Produces("application/zip")
    @Operation(summary = "The package of a version that the project has published, also of one that was withdrawn")
    public Response file(@PathParam("id") String id, @PathParam("v") String version) {
        Catalogs.Found found = found(id, PrivateCatalogs.NAME);
        CatalogVersion asked = found.require(version);
        return Response.ok(found.source().packageFile(asked))
                .header("Content-Disposition", "attachment; filename=\"" + id + "-" + asked.version() + ".ekapp\"")
                .build();
    }

    @POST
    @Path("{id}/versions/{v}/withdraw")
    @May(Action.PUBLISH_PACKAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Let nobody have a version any more that the project has published: {reason}",
            description = "Where it is installed, it goes on. Its number stays taken.")
    public CatalogViews.Detail withdraw(
            @PathParam("id") String id, @PathParam("v") String version, Withdrawal withdrawal) {
        String reason = withdrawal.reason();
        if (reason == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'reason' is missing, expected why the version is withdrawn");
        }
        own.withdraw(caller.principal(), caller.project(), id, version, reason);
        return CatalogViews.Detail.of(found(id, PrivateCatalogs.NAME));
    }

    private Catalogs.Found found(String id, @Nullable String catalog) {
        return catalogs.require(caller.project(), Optional.ofNullable(catalog), id);
    }
}
