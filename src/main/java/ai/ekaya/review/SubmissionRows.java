package ai.ekaya.review;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code submission}, in transactions of its project. */
final class SubmissionRows {
    private static final String SELECT =
            "SELECT id, project_id, package_id, version, package_hash, licence, changelog, report, report_hash, state, submitted_at,"
                    + " submitted_by, submitted_by_name, reviewed_at, reviewed_by, reviewed_by_name, ended_at, ended_by_name, reason"
                    + " FROM ekaya.submission WHERE ";

    private SubmissionRows() {}

    /** The newest first. */
    static List<Submission> list(Transaction transaction, ProjectId project, int countMax) {
        return Sql.list(
                transaction,
                SELECT + "project_id = ? ORDER BY submitted_at DESC, id LIMIT " + countMax,
                SubmissionRows::read,
                project.value());
    }

    static Optional<Submission> find(Transaction transaction, UUID id) {
        return Sql.first(transaction, SELECT + "id = ?", SubmissionRows::read, id);
    }

    private static Submission read(ResultSet row) throws SQLException {
        UUID reviewer = row.getObject("reviewed_by", UUID.class);
        return new Submission(
                row.getObject("id", UUID.class),
                new ProjectId(row.getObject("project_id", UUID.class)),
                row.getString("package_id"),
                row.getString("version"),
                new PackageHash(row.getString("package_hash")),
                row.getString("licence"),
                row.getString("changelog"),
                row.getString("report"),
                row.getString("report_hash"),
                Submission.State.valueOf(row.getString("state")),
                new Submission.Act(
                        new UserId(row.getObject("submitted_by", UUID.class)),
                        row.getString("submitted_by_name"),
                        row.getTimestamp("submitted_at").toInstant()),
                reviewer == null
                        ? Optional.empty()
                        : Optional.of(new Submission.Act(
                                new UserId(reviewer),
                                row.getString("reviewed_by_name"),
                                row.getTimestamp("reviewed_at").toInstant())),
                Optional.ofNullable(row.getString("ended_by_name")),
                Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("reason")));
    }

    static byte[] bytes(Transaction transaction, UUID id) {
        return Sql.first(transaction, "SELECT bytes FROM ekaya.submission WHERE id = ?", row -> row.getBytes(1), id)
                .orElseThrow(() -> new IllegalStateException("Submission " + id + " has no bytes"));
    }

    /** How many wait for somebody. */
    static long open(Transaction transaction, ProjectId project) {
        return Sql.first(
                        transaction,
                        "SELECT count(*) FROM ekaya.submission WHERE project_id = ? AND state IN ('SUBMITTED', 'REVIEWED')",
                        row -> row.getLong(1),
                        project.value())
                .orElse(0L);
    }

    /** False when this very package waits already. */
    static boolean insert(Transaction transaction, Submission made, byte[] zip) {
        return Sql.update(
                        transaction,
                        """
                        INSERT INTO ekaya.submission (id, project_id, package_id, version, package_hash, bytes, licence, changelog, report,
                            report_hash, state, submitted_at, submitted_by, submitted_by_name)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """,
                        made.id(),
                        made.project().value(),
                        made.packageId(),
                        made.version(),
                        made.packageHash().hex(),
                        zip,
                        made.licence(),
                        made.changelog(),
                        made.report(),
                        made.reportHash(),
                        made.state().name(),
                        made.submitted().at(),
                        made.submitted().by().value(),
                        made.submitted().name())
                == 1;
    }

    /** False when it is no longer in that state. */
    static boolean sign(Transaction transaction, UUID id, Submission.Act by) {
        return Sql.update(
                        transaction,
                        "UPDATE ekaya.submission SET state = 'REVIEWED', reviewed_at = ?, reviewed_by = ?, reviewed_by_name = ?"
                                + " WHERE id = ? AND state = 'SUBMITTED'",
                        by.at(),
                        by.by().value(),
                        by.name(),
                        id)
                == 1;
    }

    /** False when it is no longer in that state. */
    static boolean end(
            Transaction transaction, Submission from, Submission.State to, Submission.Act by, Optional<String> reason) {
        return Sql.update(
                        transaction,
                        "UPDATE ekaya.submission SET state = ?, ended_at = ?, ended_by_name = ?, reason = ?"
                                + " WHERE id = ? AND state = ?",
                        to.name(),
                        by.at(),
                        by.name(),
                        reason,
                        from.id(),
                        from.state().name())
                == 1;
    }
}
