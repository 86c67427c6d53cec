package ai.ekaya.review;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.catalog.CatalogPackage;
import ai.ekaya.catalog.PlainWords;
import ai.ekaya.catalog.ProjectCatalogs;
import ai.ekaya.catalog.ReviewedPackages;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Place;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Projects;
import ai.ekaya.install.PackageSteps;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A package's way from a project to all projects of the server. Two people go it: whoever submitted a package neither signs for it nor
 * publishes it. Thread-safe.
 */
@Singleton
public final class Submissions {
    private static final Pattern LICENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .+()-]{0,99}");
    private static final int REASON_CHARS_MAX = 2_000;
    private static final int LISTED_MAX = 200;

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final ProjectCatalogs catalogs;
    private final ReviewedPackages reviewed;
    private final PackageReader reader;
    private final Reports reports;
    private final AuditLog audit;

    @Inject
    public Submissions(
            Store store,
            Limits limits,
            Clock clock,
            ProjectCatalogs catalogs,
            ReviewedPackages reviewed,
            PackageReader reader,
            Reports reports,
            AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.catalogs = catalogs;
        this.reviewed = reviewed;
        this.reader = reader;
        this.reports = reports;
        this.audit = audit;
    }

    /**
     * Hands a version that the project has published for itself to the reviewers.
     *
     * @param licence under which others may have it, as {@code Apache-2.0}
     * @throws Refusal {@code CONFLICT} when it waits already; {@code LIMIT} when too many wait
     */
    Submission submit(Principal by, ProjectId project, String app, String version, String licence) {
        Access.require(by, Action.PUBLISH_PACKAGE, project);
        if (!LICENCE.matcher(licence).matches()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'licence' is none, expected its name, as Apache-2.0");
        }
        CatalogPackage had = catalogs.have(project, "private", app, version);
        String report = Reports.json(reports.of(had.appPackage(), had.zip(), licence));
        Submission made = new Submission(
                UUID.randomUUID(),
                project,
                app,
                had.version().version(),
                had.appPackage().hash(),
                licence,
                had.version().changelog(),
                report,
                sha256(report),
                Submission.State.SUBMITTED,
                act(by),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        store.transactIn(project.value(), transaction -> {
            if (SubmissionRows.open(transaction, project) >= limits.of(Limit.CATALOG_SUBMITTED_COUNT)) {
                throw new Refusal(
                        RefusalCode.LIMIT,
                        "So many packages of the project wait for reviewers: "
                                + limits.of(Limit.CATALOG_SUBMITTED_COUNT) + ", the most");
            }
            if (!SubmissionRows.insert(transaction, made, had.zip())) {
                throw new Refusal(RefusalCode.CONFLICT, "This package waits for a reviewer already");
            }
            audit.append(transaction, event(AuditEvent.Type.PACKAGE_SUBMITTED, by, made, Map.of()));
        });
        return made;
    }

    private Submission.Act act(Principal by) {
        return new Submission.Act(by.user(), by.name(), clock.instant());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The newest of a project. */
    List<Submission> list(ProjectId project) {
        return store.inProject(project.value(), transaction -> SubmissionRows.list(transaction, project, LISTED_MAX));
    }

    /** @throws Refusal {@code NOT_FOUND} when the project has none of this id */
    Submission require(ProjectId project, String id) {
        return store.inProject(project.value(), transaction -> SubmissionRows.find(transaction, parsed(id)))
                .orElseThrow(Submissions::missing);
    }

    /** Of all projects, those that waited longest first. */
    List<Submission> waiting(Optional<Submission.State> state) {
        return store.acrossProjects(transaction -> {
            List<Whose> found = Sql.list(
                    transaction,
                    "SELECT id, project_id FROM ekaya.submission WHERE state = ANY (?::text[]) ORDER BY submitted_at, id LIMIT "
                            + LISTED_MAX,
                    row -> new Whose(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                    state.map(one -> "{" + one.name() + "}").orElse("{SUBMITTED,REVIEWED}"));
            List<Submission> all = new ArrayList<>();
            for (Whose one : found) {
                transaction.enter(one.project());
                SubmissionRows.find(transaction, one.id()).ifPresent(all::add);
            }
            return all;
        });
    }

    private record Whose(UUID id, UUID project) {}

    /** For reviewers, of whatever project. */
    Submission require(String id) {
        UUID asked = parsed(id);
        UUID project = store.acrossProjects(transaction -> Sql.first(
                        transaction,
                        "SELECT project_id FROM ekaya.submission WHERE id = ?",
                        row -> row.getObject(1, UUID.class),
                        asked))
                .orElseThrow(Submissions::missing);
        return require(new ProjectId(project), id);
    }

    byte[] packageFile(Submission submission) {
        return store.inProject(
                submission.project().value(), transaction -> SubmissionRows.bytes(transaction, submission.id()));
    }

    /**
     * Says that somebody has read the report and looked at the package.
     *
     * @param packageHash of what was looked at
     * @param reportHash of what was read
     */
    Submission sign(Principal by, String id, String packageHash, String reportHash) {
        Submission found = forOther(by, id);
        if (!found.packageHash().toString().equals(packageHash)
                || !found.reportHash().equals(reportHash)) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "You signed for another package or report; this submission is of " + found.packageHash()
                            + " with report " + found.reportHash());
        }
        store.transactIn(found.project().value(), transaction -> {
            requireChanged(SubmissionRows.sign(transaction, found.id(), act(by)), found);
            audit.append(
                    transaction,
                    event(AuditEvent.Type.PACKAGE_REVIEWED, by, found, Map.of("report", found.reportHash())));
        });
        return require(id);
    }

    /** Puts a reviewed package into catalog {@code reviewed}, for all projects. */
    Submission publish(Principal by, String id) {
        Submission found = forOther(by, id);
        if (found.state() != Submission.State.REVIEWED) {
            throw moved(found, "reviewed");
        }
        byte[] zip = packageFile(found);
        var read = PackageSteps.verified(reader.read(zip));
        if (!read.hash().equals(found.packageHash())) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "The stored package is " + read.hash() + ", and " + found.packageHash() + " was reviewed");
        }
        store.transactIn(found.project().value(), transaction -> {
            requireChanged(end(transaction, found, Submission.State.PUBLISHED, by, Optional.empty()), found);
            reviewed.add(
                    transaction,
                    new ReviewedPackages.Release(
                            found.project(),
                            Projects.name(transaction, found.project()),
                            read,
                            zip,
                            found.licence(),
                            found.changelog(),
                            by));
            audit.append(transaction, event(AuditEvent.Type.PACKAGE_RELEASED, by, found, Map.of()));
        });
        return require(id);
    }

    /** Before or after it was signed for. */
    Submission reject(Principal by, String id, String reason) {
        Submission found = forOther(by, id);
        String why = PlainWords.require("reason", reason, REASON_CHARS_MAX);
        if (found.endedAt().isPresent()) {
            throw moved(found, "submitted or reviewed");
        }
        store.transactIn(found.project().value(), transaction -> {
            requireChanged(end(transaction, found, Submission.State.REJECTED, by, Optional.of(why)), found);
            audit.append(transaction, event(AuditEvent.Type.PACKAGE_REJECTED, by, found, Map.of("reason", why)));
        });
        return require(id);
    }

    private boolean end(
            Transaction transaction, Submission found, Submission.State to, Principal by, Optional<String> reason) {
        return SubmissionRows.end(transaction, found, to, act(by), reason);
    }

    /** SECURITY: four eyes; the table's own check says the same. Guarded by SubmissionsIT. */
    private Submission forOther(Principal by, String id) {
        Access.require(by, Action.REVIEW_PACKAGE, Place.PLATFORM);
        Submission found = require(id);
        if (found.submitted().by().equals(by.user())) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "You submitted this package, so another platform admin decides about it");
        }
        return found;
    }

    private static void requireChanged(boolean changed, Submission found) {
        if (!changed) {
            throw moved(found, "as you have seen it");
        }
    }

    private static Refusal moved(Submission found, String expected) {
        return new Refusal(
                RefusalCode.CONFLICT,
                "The submission is " + found.state().text() + " or was changed meanwhile, expected one that is "
                        + expected);
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw missing();
        }
    }

    private static Refusal missing() {
        return new Refusal(RefusalCode.NOT_FOUND, "There is no such submission for you");
    }

    private static AuditEvent event(
            AuditEvent.Type type, Principal by, Submission submission, Map<String, String> more) {
        Map<String, String> facts = new java.util.TreeMap<>(more);
        facts.put("version", submission.version());
        facts.put("packageHash", submission.packageHash().toString());
        facts.put("submission", submission.id().toString());
        return new AuditEvent(
                type,
                by.actor(),
                Optional.of(submission.project().value()),
                "package:" + submission.packageId(),
                facts);
    }
}
