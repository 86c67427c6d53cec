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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What reviewers do with submissions of all projects. */
@Path("submissions")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ReviewResource {
    private final Caller caller;
    private final Submissions submissions;

    @Inject
    public ReviewResource(Caller caller, Submissions submissions) {
        this.caller = caller;
        this.submissions = submissions;
    }

    /** What somebody has looked at, and signs for. */
    public record Signature(
            @Nullable String packageHash, @Nullable String reportHash) {}

    /** Why a package is not published. */
    public record Rejection(@Nullable String reason) {}

    @GET
    @May(Action.REVIEW_PACKAGE)
    @Operation(summary = "Submissions of all projects that wait, or are in a state; those that waited longest first")
    public Page<SubmissionView> list(@QueryParam("state") @Nullable String state) {
        return Page.whole(submissions.waiting(Optional.ofNullable(state).map(ReviewResource::state)).stream()
                .map(SubmissionView::listed)
                .toList());
    }

    private static Submission.State state(String text) {
        return Arrays.stream(Submission.State.values())
                .filter(one -> one.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(RefusalCode.BAD_ARGUMENT, "'state' is submitted, reviewed, published or rejected"));
    }

    @GET
    @Path("{s}")
    @May(Action.REVIEW_PACKAGE)
    @Operation(summary = "A submission with its report")
    public SubmissionView get(@PathParam("s") String submission) {
        return SubmissionView.of(submissions.require(submission));
    }

    @GET
    @Path("{s}/package")
    @May(Action.REVIEW_PACKAGE)
    @Produces("application/zip")
    @Operation(summary = "The package that was submitted")
    public Response file(@PathParam("s") String submission) {
        Submission found = submissions.require(submission);
        return Response.ok(submissions.packageFile(found))
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + found.packageId() + "-" + found.version() + ".ekapp\"")
                .build();
    }

    @POST
    @Path("{s}/sign")
    @May(Action.REVIEW_PACKAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sign for a report and a package that you have looked at: {packageHash, reportHash}",
            description = "Not for who submitted it.")
    public SubmissionView sign(@PathParam("s") String submission, Signature body) {
        String packageHash = body.packageHash();
        String reportHash = body.reportHash();
        if (packageHash == null || reportHash == null) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'packageHash' or 'reportHash' is missing, expected both as GET …/submissions/{id} tells them");
        }
        return SubmissionView.of(submissions.sign(caller.principal(), submission, packageHash, reportHash));
    }

    @POST
    @Path("{s}/publish")
    @May(Action.REVIEW_PACKAGE)
    @Operation(summary = "Put a reviewed package into catalog reviewed, for all projects; not for who submitted it")
    public SubmissionView publish(@PathParam("s") String submission) {
        return SubmissionView.of(submissions.publish(caller.principal(), submission));
    }

    @POST
    @Path("{s}/reject")
    @May(Action.REVIEW_PACKAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Do not publish a package, and say why: {reason}; not for who submitted it")
    public SubmissionView reject(@PathParam("s") String submission, Rejection body) {
        String reason = body.reason();
        if (reason == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'reason' is missing, expected why the package is rejected");
        }
        return SubmissionView.of(submissions.reject(caller.principal(), submission, reason));
    }
}
