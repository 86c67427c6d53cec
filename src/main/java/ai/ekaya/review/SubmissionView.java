package ai.ekaya.review;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A submission as HTTP clients see it.
 *
 * @param report exactly as it was made; null in lists
 * @param reportHash SHA-256 of the report's bytes
 */
record SubmissionView(
        UUID id,
        String project,
        String packageId,
        String version,
        String packageHash,
        String licence,
        String changelog,
        String state,
        String submittedBy,
        Instant submittedAt,
        Optional<String> reviewedBy,
        Optional<Instant> reviewedAt,
        Optional<String> endedBy,
        Optional<Instant> endedAt,
        Optional<String> reason,
        String reportHash,
        @JsonRawValue @Nullable String report) {

    static SubmissionView of(Submission submission) {
        return view(submission, submission.report());
    }

    static SubmissionView listed(Submission submission) {
        return view(submission, null);
    }

    private static SubmissionView view(Submission submission, @Nullable String report) {
        return new SubmissionView(
                submission.id(),
                submission.project().toString(),
                submission.packageId(),
                submission.version(),
                submission.packageHash().toString(),
                submission.licence(),
                submission.changelog(),
                submission.state().text(),
                submission.submitted().name(),
                submission.submitted().at(),
                submission.reviewed().map(Submission.Act::name),
                submission.reviewed().map(Submission.Act::at),
                submission.endedBy(),
                submission.endedAt(),
                submission.reason(),
                submission.reportHash(),
                report);
    }
}
