package ai.ekaya.review;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Page;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What a project hands to the platform's reviewers, and what became of it. */
@Path("projects/{p}/submissions")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class SubmissionResource {
    private final Caller caller;
    private final Submissions submissions;

    @Inject
    public SubmissionResource(Caller caller, Submissions submissions) {
        this.caller = caller;
        this.submissions = submissions;
    }

    /** A version of the project's own catalog, and the licence under which others may have it. */
    public record NewSubmission(
            @Nullable String id,
            @Nullable String version,
            @Nullable String licence) {}

    @GET
    @May(Action.PUBLISH_PACKAGE)
    @Operation(summary = "What the project has submitted, the newest first, without the reports")
    public Page<SubmissionView> list() {
        return Page.whole(submissions.list(caller.project()).stream()
                .map(SubmissionView::listed)
                .toList());
    }

    @POST
    @May(Action.PUBLISH_PACKAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Submit a version of the project's own catalog for all projects of this server: {id, version, licence}",
            description = "The answer holds the report that reviewers will read.")
    public Response submit(NewSubmission body) {
        Submission made = submissions.submit(
                caller.principal(),
                caller.project(),
                needed("id", body.id()),
                needed("version", body.version()),
                needed("licence", body.licence()));
        return Response.created(URI.create("projects/" + caller.project() + "/submissions/" + made.id()))
                .entity(SubmissionView.of(made))
                .build();
    }

    @GET
    @Path("{s}")
    @May(Action.PUBLISH_PACKAGE)
    @Operation(summary = "A submission with its report")
    public SubmissionView get(@PathParam("s") String submission) {
        return SubmissionView.of(submissions.require(caller.project(), submission));
    }

    private static String needed(String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + member
                            + "' is missing in the body, expected {id, version, licence} of what the project has published");
        }
        return value;
    }
}
