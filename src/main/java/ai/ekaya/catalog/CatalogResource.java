package ai.ekaya.catalog;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.BodyLimit;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageParams;
import ai.ekaya.web.PageQuery;
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

/** Which apps can be had. The same for all projects, for everybody who is signed in. */
@Path("catalog")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class CatalogResource {
    private final Caller caller;
    private final Catalogs catalogs;
    private final SignedSources signed;
    private final Ceilings ceilings;
    private final Limits limits;

    @Inject
    public CatalogResource(Caller caller, Catalogs catalogs, SignedSources signed, Ceilings ceilings, Limits limits) {
        this.caller = caller;
        this.catalogs = catalogs;
        this.signed = signed;
        this.ceilings = ceilings;
        this.limits = limits;
    }

    @GET
    @May(Action.SEE_CATALOG)
    @Operation(summary = "The catalogs of this server, how each stands, and why not")
    public Page<CatalogViews.Source> list() {
        return Page.whole(catalogs.all().stream().map(CatalogViews.Source::of).toList());
    }

    @POST
    @Path("refresh")
    @May(Action.MANAGE_CATALOG)
    @Operation(summary = "Look at all catalogs now; one that fails says so in the answer")
    public Page<CatalogViews.Source> refresh() {
        signed.refresh();
        return list();
    }

    @POST
    @Path("bundles")
    @May(Action.MANAGE_CATALOG)
    @Consumes({"application/zip", MediaType.APPLICATION_OCTET_STREAM})
    @BodyLimit(Limit.CATALOG_BUNDLE_BYTES)
    @Operation(
            summary =
                    "Take a whole catalog in one zip, as ./ekaya catalog bundle writes it, in place of the one before",
            description =
                    "It is checked as a catalog over HTTP is, all of its files included, and nothing of it is kept when"
                            + " something is wrong. One that is older than what was taken before is refused.")
    public Page<CatalogViews.Source> bundle(byte[] body) {
        signed.take(caller.principal(), body);
        return list();
    }

    @GET
    @Path("apps")
    @May(Action.SEE_CATALOG)
    @Operation(summary = "Apps that can be had: q searches names, summaries and categories")
    public Page<CatalogViews.Listed> apps(
            @QueryParam("q") @Nullable String q,
            @QueryParam("category") @Nullable String category,
            @QueryParam("publisher") @Nullable String publisher,
            @QueryParam("catalog") @Nullable String catalog,
            @BeanParam PageParams params) {
        PageQuery page = params.query(limits);
        CatalogSearch search = CatalogSearch.of(
                Optional.ofNullable(q),
                Optional.ofNullable(category),
                Optional.ofNullable(publisher),
                Optional.ofNullable(catalog));
        return CatalogViews.page(catalogs.search(search), page);
    }

    @GET
    @Path("filters")
    @May(Action.SEE_CATALOG)
    @Operation(summary = "Categories and publishers of the apps that can be had, with how many apps each has")
    public CatalogViews.Filters filters() {
        CatalogSearch all = CatalogSearch.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return CatalogFilters.of(catalogs.search(all), limits.intOf(Limit.CATALOG_FILTERS_COUNT));
    }

    @GET
    @Path("apps/{id}")
    @May(Action.SEE_CATALOG)
    @Operation(summary = "An app with its versions; of the first catalog that has it, unless catalog names one")
    public CatalogViews.Detail app(@PathParam("id") String id, @QueryParam("catalog") @Nullable String catalog) {
        return CatalogViews.Detail.of(catalogs.require(Optional.ofNullable(catalog), id));
    }

    @GET
    @Path("apps/{id}/versions/{v}")
    @May(Action.SEE_CATALOG)
    @Operation(
            summary =
                    "A version: what it asks for, what that means, who signed it, and whether it may be installed here")
    public CatalogViews.Version version(
            @PathParam("id") String id,
            @PathParam("v") String version,
            @QueryParam("catalog") @Nullable String catalog) {
        Catalogs.Found found = catalogs.require(Optional.ofNullable(catalog), id);
        return CatalogViews.Version.of(
                found, found.require(version), ceilings.of(found.source().trust(found.app())));
    }

    @GET
    @Path("apps/{id}/images/{file}")
    @May(Action.SEE_CATALOG)
    @Produces({"image/png", "image/webp", "image/svg+xml"})
    @Operation(summary = "An icon or a screenshot of an app")
    public Response image(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @QueryParam("catalog") @Nullable String catalog) {
        Catalogs.Found found = catalogs.require(Optional.ofNullable(catalog), id);
        String path = "images/" + file;
        if (!found.app().shows(path)) {
            throw new Refusal(RefusalCode.NOT_FOUND, "The app has no such picture");
        }
        byte[] bytes = found.source().picture(path);
        // SECURITY: a picture that is opened as a page is one of no origin that does nothing. CatalogApiIT.
        return Response.ok(bytes, Picture.require(path, bytes).mediaType())
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .build();
    }
}
