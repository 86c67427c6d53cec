package ai.ekaya.studio;

import ai.ekaya.catalog.PrivateCatalogs;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.web.BodyLimit;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Packages made elsewhere, put into the project's own catalog as drafts are. */
@Path("projects/{p}/catalog/apps")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class PublishResource {
    private final Caller caller;
    private final PackageReader reader;
    private final Publishing publishing;

    @Inject
    public PublishResource(Caller caller, PackageReader reader, Publishing publishing) {
        this.caller = caller;
        this.reader = reader;
        this.publishing = publishing;
    }

    /** A version in the project's own catalog, to be installed as {@code {catalog, id, version}}. */
    public record PublishedView(String catalog, String id, String version, String packageHash, Instant publishedAt) {}

    @POST
    @May(Action.PUBLISH_PACKAGE)
    @BodyLimit(Limit.PACK_PACKED_BYTES)
    @Consumes({"application/zip", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary =
                    "Publish a package in the project's own catalog, uploaded as the body; changelog says what is new",
            description =
                    "Its version has to be newer than all that were published. The same package again answers 200.")
    public Response publish(byte[] body, @QueryParam("changelog") @Nullable String changelog) {
        if (changelog == null) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'changelog' is missing in the query, expected what is new in the version");
        }
        return published(
                caller, publishing.publish(caller.principal(), caller.project(), reader.read(body), changelog));
    }

    static Response published(Caller caller, PrivateCatalogs.Published published) {
        PublishedView view = new PublishedView(
                "private",
                published.id(),
                published.version(),
                published.packageHash().toString(),
                published.publishedAt());
        URI place = URI.create("projects/" + caller.project() + "/catalog/apps/" + published.id() + "/versions/"
                + published.version() + "?catalog=private");
        return (published.fresh() ? Response.created(place) : Response.ok())
                .entity(view)
                .build();
    }
}
