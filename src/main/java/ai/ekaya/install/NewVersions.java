package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.catalog.CatalogVersion;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The SQL of {@code app_new_version}. */
final class NewVersions {
    private NewVersions() {}

    static Optional<NewVersion> find(Transaction transaction, AppId app) {
        return Sql.first(
                transaction, "SELECT * FROM ekaya.app_new_version WHERE app_id = ?", NewVersions::read, app.value());
    }

    private static NewVersion read(ResultSet row) throws SQLException {
        return new NewVersion(
                row.getString("catalog"),
                new PackageHash(row.getString("package_hash")),
                row.getString("version"),
                row.getString("changelog"),
                row.getTimestamp("since").toInstant(),
                Optional.ofNullable(row.getString("outcome")).map(NewVersion.Outcome::valueOf),
                Optional.ofNullable(row.getString("reason")));
    }

    /** One that is known already stays as it is, with since when, and what became of it. */
    static NewVersion note(
            Transaction transaction, InstalledApp app, String catalog, CatalogVersion seen, Instant now) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.app_new_version AS known (app_id, project_id, catalog, package_hash, version, changelog, since)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (app_id) DO UPDATE SET catalog = excluded.catalog, package_hash = excluded.package_hash,
                    version = excluded.version, changelog = excluded.changelog, since = excluded.since, outcome = NULL, reason = NULL,
                    taken_until = NULL
                WHERE known.package_hash <> excluded.package_hash OR known.catalog <> excluded.catalog
                """,
                app.id().value(),
                app.project().value(),
                catalog,
                seen.packageHash().hex(),
                seen.version(),
                seen.changelog(),
                now);
        return find(transaction, app.id()).orElseThrow();
    }

    static void forget(Transaction transaction, AppId app) {
        Sql.update(transaction, "DELETE FROM ekaya.app_new_version WHERE app_id = ?", app.value());
    }

    /** False when another server tries it, or something became of it. */
    static boolean take(Transaction transaction, AppId app, PackageHash hash, Instant now, Instant until) {
        return Sql.update(transaction, """
                        UPDATE ekaya.app_new_version SET taken_until = ?
                        WHERE app_id = ? AND package_hash = ? AND outcome IS NULL AND (taken_until IS NULL OR taken_until <= ?)
                        """, until, app.value(), hash.hex(), now) == 1;
    }

    static void ended(
            Transaction transaction, AppId app, PackageHash hash, NewVersion.Outcome outcome, Optional<String> reason) {
        Sql.update(
                transaction,
                "UPDATE ekaya.app_new_version SET outcome = ?, reason = ? WHERE app_id = ? AND package_hash = ?",
                outcome.name(),
                reason,
                app.value(),
                hash.hex());
    }
}
