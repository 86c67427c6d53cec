package ai.ekaya.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.catalog.TestCatalogs;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Platform;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A package's way from a project to all of them, on a real database. */
class SubmissionsIT {
    private final TestReports reports = new TestReports();
    private final Platform platform = reports.platform;
    private final TestCatalogs catalogs = TestCatalogs.on(
            platform.store,
            platform.internet.egress(platform.secrets.secrets()),
            platform.signals,
            platform.limits,
            platform.clock);
    private final Submissions submissions = submissions(platform.limits);
    private final Principal author = platform.user("anna", Role.AUTHOR);
    private final Principal reviewer = platformAdmin("rita");

    @AfterEach
    void close() {
        reports.close();
    }

    private Submissions submissions(Limits limits) {
        return new Submissions(
                platform.store,
                limits,
                platform.clock,
                catalogs.ofProjects(),
                catalogs.reviewed(),
                new PackageReader(platform.limits, "1.0.0"),
                reports.reports,
                platform.audit);
    }

    private static Principal platformAdmin(String name) {
        return new Principal(Principal.Kind.USER, new UserId(UUID.randomUUID()), name, true, Map.of());
    }

    private static AppPackage app(String version) {
        return Packages.minimal()
                .version(version)
                .with("app.js", "export default async () => '" + version + "'")
                .allowing("log")
                .verified();
    }

    private void publish(Principal by, ProjectId project, String version) {
        AppPackage read = app(version);
        catalogs.own().publish(by, project, read, PackageWriter.zip(read), "What is new");
    }

    private Submission submitted(String version) {
        publish(author, platform.project, version);
        return submissions.submit(author, platform.project, "my-app", version, "Apache-2.0");
    }

    private Submission signed(Submission submission) {
        return submissions.sign(
                reviewer, submission.id().toString(), submission.packageHash().toString(), submission.reportHash());
    }

    private static void assertRefused(RefusalCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private ProjectId otherProject() {
        ProjectId other = new ProjectId(UUID.randomUUID());
        platform.sql("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + other + "', 'other', now())");
        return other;
    }

    private long reviewedCount() {
        return platform.count("SELECT count(*) FROM ekaya.reviewed_package");
    }

    @Test
    void a_package_goes_from_a_project_by_a_reviewer_to_all_projects() {
        Submission submission = submitted("1.2.3");
        assertThat(submission.report()).contains("no proof").contains("There are none");
        assertThat(submissions.waiting(Optional.empty()))
                .extracting(Submission::id)
                .containsExactly(submission.id());
        String id = submission.id().toString();
        assertThat(submissions.require(id)).isEqualTo(submission);
        assertThat(signed(submission).state()).isEqualTo(Submission.State.REVIEWED);
        assertThat(reviewedCount()).isZero();
        Submission done = submissions.publish(reviewer, id);
        assertThat(done.state()).isEqualTo(Submission.State.PUBLISHED);
        assertThat(submissions.waiting(Optional.empty())).isEmpty();
        var had = catalogs.ofProjects().have(otherProject(), "reviewed", "my-app", "1.2.3");
        assertThat(had.appPackage().hash()).isEqualTo(submission.packageHash());
        assertThat(had.trust().text()).isEqualTo("verified");
        assertThat(had.app().publisher().name()).isEqualTo("demo");
        assertThat(platform.text("SELECT string_agg(type, ' ' ORDER BY at, type) FROM ekaya.audit_event"
                        + " WHERE subject = 'package:my-app'"))
                .contains("PACKAGE_SUBMITTED", "PACKAGE_REVIEWED", "PACKAGE_RELEASED");
    }

    @Test
    void who_submitted_a_package_neither_signs_nor_publishes_nor_rejects_it() {
        Principal both =
                new Principal(Principal.Kind.USER, author.user(), "anna", true, Map.of(platform.project, Role.ADMIN));
        Submission submission = submitted("1.0.0");
        String id = submission.id().toString();
        assertRefused(
                RefusalCode.NOT_PERMITTED,
                () -> submissions.sign(both, id, submission.packageHash().toString(), submission.reportHash()));
        assertRefused(RefusalCode.NOT_PERMITTED, () -> submissions.reject(both, id, "No"));
        signed(submission);
        assertRefused(RefusalCode.NOT_PERMITTED, () -> submissions.publish(both, id));
        assertThat(reviewedCount()).isZero();
        // Nor does the table take it.
        assertThatThrownBy(() -> platform.sql("UPDATE ekaya.submission SET reviewed_by = submitted_by"))
                .hasMessageContaining("check constraint");
        submissions.publish(reviewer, id);
        assertThat(reviewedCount()).isEqualTo(1);
    }

    @Test
    void only_platform_admins_in_person_decide() {
        Submission submission = submitted("1.0.0");
        String id = submission.id().toString();
        for (Principal nobody :
                new Principal[] {platform.admin, reviewer.as(Principal.Kind.TOKEN), platform.user("ada", Role.ADMIN)}) {
            assertRefused(
                    RefusalCode.NOT_PERMITTED,
                    () -> submissions.sign(nobody, id, submission.packageHash().toString(), submission.reportHash()));
            assertRefused(RefusalCode.NOT_PERMITTED, () -> submissions.publish(nobody, id));
            assertRefused(RefusalCode.NOT_PERMITTED, () -> submissions.reject(nobody, id, "No"));
        }
        assertThat(submissions.require(id).state()).isEqualTo(Submission.State.SUBMITTED);
    }

    @Test
    void a_signature_is_for_this_report_and_this_package() {
        Submission submission = submitted("1.0.0");
        String id = submission.id().toString();
        String hash = submission.packageHash().toString();
        assertRefused(RefusalCode.CONFLICT, () -> submissions.sign(reviewer, id, hash, "0".repeat(64)));
        assertRefused(
                RefusalCode.CONFLICT,
                () -> submissions.sign(reviewer, id, "blake3:" + "0".repeat(64), submission.reportHash()));
        assertThat(submissions.require(id).reviewed()).isEmpty();
        assertRefused(RefusalCode.CONFLICT, () -> submissions.publish(reviewer, id));
        assertThat(reviewedCount()).isZero();
        assertThat(signed(submission).reviewed()).isPresent();
        // Once.
        assertRefused(RefusalCode.CONFLICT, () -> signed(submission));
    }

    @Test
    void bytes_that_changed_since_they_were_reviewed_are_not_published() {
        Submission submission = submitted("1.0.0");
        signed(submission);
        platform.sql("UPDATE ekaya.submission SET bytes = '\\x"
                + java.util.HexFormat.of().formatHex(PackageWriter.zip(app("6.6.6"))) + "'");
        assertRefused(
                RefusalCode.CONFLICT,
                () -> submissions.publish(reviewer, submission.id().toString()));
        assertThat(reviewedCount()).isZero();
    }

    @Test
    void a_rejected_package_is_told_why_and_may_come_again() {
        Submission submission = submitted("1.0.0");
        String id = submission.id().toString();
        assertRefused(RefusalCode.BAD_ARGUMENT, () -> submissions.reject(reviewer, id, " "));
        Submission rejected = submissions.reject(reviewer, id, "It has no tests");
        assertThat(rejected.state()).isEqualTo(Submission.State.REJECTED);
        assertThat(submissions.require(platform.project, id).reason()).contains("It has no tests");
        assertRefused(RefusalCode.CONFLICT, () -> submissions.publish(reviewer, id));
        assertRefused(RefusalCode.CONFLICT, () -> signed(submission));
        assertRefused(RefusalCode.CONFLICT, () -> submissions.reject(reviewer, id, "Again"));
        assertThat(reviewedCount()).isZero();
        Submission again = submissions.submit(author, platform.project, "my-app", "1.0.0", "Apache-2.0");
        assertThat(again.state()).isEqualTo(Submission.State.SUBMITTED);
    }

    @Test
    void a_package_waits_once_and_so_many_of_a_project_wait() {
        submitted("1.0.0");
        assertRefused(
                RefusalCode.CONFLICT,
                () -> submissions.submit(author, platform.project, "my-app", "1.0.0", "Apache-2.0"));
        publish(author, platform.project, "1.1.0");
        Submissions one = submissions(platform.limits.with(Limit.CATALOG_SUBMITTED_COUNT, 1));
        assertRefused(RefusalCode.LIMIT, () -> one.submit(author, platform.project, "my-app", "1.1.0", "Apache-2.0"));
        assertThat(submissions.list(platform.project)).hasSize(1);
        submissions.submit(author, platform.project, "my-app", "1.1.0", "Apache-2.0");
        assertThat(submissions.list(platform.project)).hasSize(2);
    }

    @Test
    void another_project_neither_sees_a_submission_nor_takes_the_name_of_an_app() {
        Submission submission = submitted("1.0.0");
        ProjectId other = otherProject();
        Principal bea = new Principal(
                Principal.Kind.USER, new UserId(UUID.randomUUID()), "bea", false, Map.of(other, Role.ADMIN));
        assertThat(submissions.list(other)).isEmpty();
        assertRefused(
                RefusalCode.NOT_FOUND,
                () -> submissions.require(other, submission.id().toString()));
        assertRefused(
                RefusalCode.NOT_FOUND,
                () -> submissions.submit(bea, platform.project, "my-app", "1.0.0", "Apache-2.0"));
        signed(submission);
        submissions.publish(reviewer, submission.id().toString());
        publish(bea, other, "2.0.0");
        Submission theirs = submissions.submit(bea, other, "my-app", "2.0.0", "Apache-2.0");
        signed(theirs);
        assertThatThrownBy(() -> submissions.publish(reviewer, theirs.id().toString()))
                .hasMessageContaining("Another project has published");
        assertThat(submissions.require(theirs.id().toString()).state()).isEqualTo(Submission.State.REVIEWED);
        assertThat(reviewedCount()).isEqualTo(1);
        // The legal twin: the next version of who has the name.
        Submission next = submitted("2.0.0");
        signed(next);
        submissions.publish(reviewer, next.id().toString());
        assertThat(reviewedCount()).isEqualTo(2);
    }

    @Test
    void operators_and_withdrawn_versions_submit_nothing() {
        publish(author, platform.project, "1.0.0");
        Principal operator = platform.user("olga", Role.OPERATOR);
        assertRefused(
                RefusalCode.NOT_PERMITTED,
                () -> submissions.submit(operator, platform.project, "my-app", "1.0.0", "Apache-2.0"));
        assertRefused(
                RefusalCode.BAD_ARGUMENT,
                () -> submissions.submit(author, platform.project, "my-app", "1.0.0", "<b>free</b>"));
        catalogs.own().withdraw(author, platform.project, "my-app", "1.0.0", "Wrong");
        assertRefused(
                RefusalCode.CONFLICT,
                () -> submissions.submit(author, platform.project, "my-app", "1.0.0", "Apache-2.0"));
        assertThat(submissions.list(platform.project)).isEmpty();
    }
}
