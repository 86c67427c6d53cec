package ai.ekaya.install;

import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code app_trial}, in transactions of its project. */
final class TrialRows {
    private TrialRows() {}

    /** @param endsAt empty once it is bought */
    record Used(Optional<Instant> endsAt) {}

    /** Held until the transaction ends. */
    static Optional<Used> find(Transaction transaction, UUID project, String packageId) {
        return Sql.first(
                transaction,
                "SELECT ends_at, bought_at FROM ekaya.app_trial WHERE project_id = ? AND package_id = ? FOR UPDATE",
                row -> new Used(
                        row.getTimestamp("bought_at") == null
                                ? Optional.of(row.getTimestamp("ends_at").toInstant())
                                : Optional.empty()),
                project,
                packageId);
    }

    /** Once: another one that begins at the same time finds this one. */
    static void begin(Transaction transaction, UUID project, String packageId, Instant now, Instant endsAt) {
        Sql.update(
                transaction,
                "INSERT INTO ekaya.app_trial (project_id, package_id, began_at, ends_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                project,
                packageId,
                now,
                endsAt);
    }

    /** False when it stands so already. */
    static boolean agree(Transaction transaction, UUID project, String packageId, Licence licence, Instant now) {
        return switch (licence) {
            case Licence.Bought bought -> Sql.update(transaction, """
                        INSERT INTO ekaya.app_trial (project_id, package_id, began_at, ends_at, bought_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (project_id, package_id) DO UPDATE SET bought_at = excluded.bought_at
                        WHERE app_trial.bought_at IS NULL
                        """, project, packageId, now, now, now) == 1;
            case Licence.Trial(Instant endsAt) -> Sql.update(transaction, """
                        INSERT INTO ekaya.app_trial (project_id, package_id, began_at, ends_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (project_id, package_id) DO UPDATE SET ends_at = excluded.ends_at, bought_at = NULL, told = false
                        WHERE app_trial.bought_at IS NOT NULL OR app_trial.ends_at <> excluded.ends_at
                        """, project, packageId, now, endsAt) == 1;
        };
    }

    static List<Sold> sold(Transaction transaction, UUID project) {
        return Sql.list(
                transaction,
                """
                SELECT t.package_id, max(a.version) AS version FROM ekaya.app_trial t
                LEFT JOIN ekaya.installed_app a ON a.project_id = t.project_id AND a.package_id = t.package_id
                    AND a.state IN ('ENABLED', 'DISABLED', 'UPDATING', 'FAILED')
                WHERE t.project_id = ? GROUP BY t.package_id ORDER BY t.package_id
                """,
                row -> new Sold(row.getString("package_id"), Optional.ofNullable(row.getString("version"))),
                project);
    }

    /** True for the one who is to tell. */
    static boolean tell(Transaction transaction, UUID project, String packageId) {
        return Sql.update(
                        transaction,
                        "UPDATE ekaya.app_trial SET told = true WHERE project_id = ? AND package_id = ? AND NOT told",
                        project,
                        packageId)
                == 1;
    }
}
