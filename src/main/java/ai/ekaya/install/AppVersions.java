package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.Actor;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The SQL of {@code app_version}: what an app has been, and whose packages are kept so that it can be that again. */
final class AppVersions {
    private AppVersions() {}

    /** How an app came to be what it is. */
    enum How {
        INSTALLED,
        UPDATED,
        ROLLED_BACK
    }

    /** @param row as it is now */
    static void add(Transaction transaction, AppRow row, How how, Actor by, Instant now) {
        transaction.entities().flush();
        Sql.update(transaction, """
                INSERT INTO ekaya.app_version (app_id, number, project_id, how, package_hash, version, catalog, grants, settings, datasources,
                    by_kind, by_id, by_name, at)
                SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM ekaya.app_version v WHERE v.app_id = a.id), project_id, ?,
                    package_hash, version, catalog, grants, settings, datasources, ?, ?, ?, ?
                FROM ekaya.installed_app a WHERE id = ?
                """, how.name(), by.kind(), by.id(), by.name(), now, row.id);
    }

    /** Before the row changes: the version that it is ends, with what it last ran. */
    static void replaced(Transaction transaction, AppRow row, Instant now) {
        transaction.entities().flush();
        Sql.update(transaction, """
                UPDATE ekaya.app_version v SET replaced_at = ?, grants = a.grants, settings = a.settings, datasources = a.datasources
                FROM ekaya.installed_app a WHERE a.id = ? AND v.app_id = a.id AND v.replaced_at IS NULL
                """, now, row.id);
    }

    /** Whether the app is or was that package. */
    static boolean has(Transaction transaction, AppId app, PackageHash hash) {
        return Sql.first(
                        transaction,
                        "SELECT 1 FROM ekaya.app_version WHERE app_id = ? AND package_hash = ?",
                        row -> true,
                        app.value(),
                        hash.hex())
                .isPresent();
    }

    /** The newest first. */
    static List<AppVersion> of(Transaction transaction, AppId app, int countMax) {
        return Sql.list(
                transaction,
                "SELECT * FROM ekaya.app_version WHERE app_id = ? ORDER BY number DESC LIMIT ?",
                AppVersions::read,
                app.value(),
                countMax);
    }

    private static AppVersion read(ResultSet row) throws SQLException {
        return new AppVersion(
                row.getInt("number"),
                How.valueOf(row.getString("how")),
                row.getString("package_hash"),
                row.getString("version"),
                Optional.ofNullable(row.getString("catalog")),
                row.getString("grants"),
                row.getString("settings"),
                row.getString("datasources"),
                new Actor(row.getString("by_kind"), row.getString("by_id"), row.getString("by_name")),
                row.getTimestamp("at").toInstant(),
                Optional.ofNullable(row.getTimestamp("replaced_at")).map(java.sql.Timestamp::toInstant));
    }

    /** Hashes of the packages that apps of the project can go back to: so many versions of each, for so long. */
    static Set<String> kept(Transaction transaction, ProjectId project, Limits limits, Instant now) {
        return new HashSet<>(Sql.list(
                transaction,
                """
                SELECT DISTINCT package_hash FROM (
                    SELECT package_hash, replaced_at, row_number() OVER (PARTITION BY app_id ORDER BY number DESC) AS place
                    FROM ekaya.app_version WHERE project_id = ?) AS v
                WHERE place <= ? AND (replaced_at IS NULL OR replaced_at > ?)
                """,
                row -> row.getString("package_hash"),
                project.value(),
                // The one before, always: a run that is about to begin may still load it.
                Math.max(2, limits.intOf(Limit.INSTALL_VERSIONS_KEPT_COUNT)),
                now.minus(limits.durationOf(Limit.INSTALL_VERSION_KEPT_SECONDS))));
    }

    /** Drops an app's lines but the newest so many. */
    static void retain(Transaction transaction, AppRow row, int countMax) {
        Sql.update(
                transaction,
                "DELETE FROM ekaya.app_version WHERE app_id = ? AND number <= (SELECT max(number) - ? FROM"
                        + " ekaya.app_version WHERE app_id = ?)",
                row.id,
                countMax,
                row.id);
    }
}
