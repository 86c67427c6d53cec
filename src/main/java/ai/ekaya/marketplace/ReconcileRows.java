package ai.ekaya.marketplace;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code marketplace_project}: what each project's marketplace was told last, and when it is asked next. */
final class ReconcileRows {
    private ReconcileRows() {}

    /** @param apps which there are, and their states and packages, as one text */
    record Due(ProjectId project, String apps) {}

    /** @param why it could not be asked last; empty when it could */
    record State(Optional<Instant> reconciledAt, Optional<String> why) {}

    /**
     * Projects whose apps are others than those that were told, where somebody has signed in since, or a day has gone by.
     *
     * @param transaction across projects
     */
    static List<Due> due(Transaction transaction, Instant now, Duration every, int most) {
        return Sql.list(
                transaction,
                """
                SELECT p.id, coalesce(a.apps, '') AS apps
                FROM ekaya.project p
                LEFT JOIN (SELECT project_id, md5(string_agg(id::text || state || package_hash, ',' ORDER BY id)) AS apps
                           FROM ekaya.installed_app WHERE state IN ('ENABLED', 'DISABLED', 'FAILED') GROUP BY project_id) a
                    ON a.project_id = p.id
                LEFT JOIN ekaya.marketplace_project m ON m.project_id = p.id
                WHERE (a.apps IS NOT NULL OR m.project_id IS NOT NULL)
                    AND (m.due_at IS NULL OR m.due_at <= ?)
                    AND (m.reconciled_at IS NULL OR m.told <> coalesce(a.apps, '') OR m.reconciled_at <= ?
                        OR EXISTS (SELECT FROM ekaya.project_member b JOIN ekaya.user_session s ON s.user_id = b.user_id
                                   WHERE b.project_id = p.id AND s.created_at > m.reconciled_at))
                ORDER BY m.due_at NULLS FIRST LIMIT ?
                """,
                row -> new Due(new ProjectId(row.getObject("id", UUID.class)), row.getString("apps")),
                now,
                now.minus(every),
                most);
    }

    /** False when another server is at it. */
    static boolean claim(Transaction transaction, ProjectId project, Instant now, Instant until) {
        return Sql.update(transaction, """
                        INSERT INTO ekaya.marketplace_project (project_id, told, due_at) VALUES (?, '', ?)
                        ON CONFLICT (project_id) DO UPDATE SET due_at = excluded.due_at WHERE marketplace_project.due_at <= ?
                        """, project.value(), until, now) == 1;
    }

    static void done(Transaction transaction, Due due, Instant began) {
        Sql.update(transaction, """
                UPDATE ekaya.marketplace_project SET told = ?, due_at = ?, reconciled_at = ?, failures = 0, why = NULL
                WHERE project_id = ?
                """, due.apps(), began, began, due.project().value());
    }

    /** @return how often in a row, this one included */
    static int failed(Transaction transaction, ProjectId project, String why) {
        return Sql.first(
                        transaction,
                        "UPDATE ekaya.marketplace_project SET failures = failures + 1, why = ? WHERE project_id = ?"
                                + " RETURNING failures",
                        row -> row.getInt("failures"),
                        why,
                        project.value())
                .orElse(1);
    }

    static void again(Transaction transaction, ProjectId project, Instant at) {
        Sql.update(
                transaction,
                "UPDATE ekaya.marketplace_project SET due_at = ? WHERE project_id = ?",
                at,
                project.value());
    }

    static State state(Transaction transaction, ProjectId project) {
        return Sql.first(
                        transaction,
                        "SELECT reconciled_at, why FROM ekaya.marketplace_project WHERE project_id = ?",
                        row -> new State(
                                Optional.ofNullable(row.getTimestamp("reconciled_at"))
                                        .map(java.sql.Timestamp::toInstant),
                                Optional.ofNullable(row.getString("why"))),
                        project.value())
                .orElse(new State(Optional.empty(), Optional.empty()));
    }
}
