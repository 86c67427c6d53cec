package ai.ekaya.review;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.pack.PackageHash;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A package that a project handed to the platform's reviewers.
 *
 * @param report as it was made when it came
 * @param reportHash SHA-256 of it in hex: what a reviewer signs for
 * @param endedBy who published or rejected it
 * @param reason why it was rejected
 */
record Submission(
        UUID id,
        ProjectId project,
        String packageId,
        String version,
        PackageHash packageHash,
        String licence,
        String changelog,
        String report,
        String reportHash,
        State state,
        Act submitted,
        Optional<Act> reviewed,
        Optional<String> endedBy,
        Optional<Instant> endedAt,
        Optional<String> reason) {

    enum State {
        SUBMITTED,
        /** Somebody else than the submitter has signed for report and package. */
        REVIEWED,
        PUBLISHED,
        REJECTED;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Who did something, and when. */
    record Act(UserId by, String name, Instant at) {}
}
