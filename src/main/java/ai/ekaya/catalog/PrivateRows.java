package ai.ekaya.catalog;

import ai.ekaya.audit.Actor;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Table {@code private_package}, in transactions of its project. */
final class PrivateRows {
    private static final Publisher PUBLISHER =
            new Publisher("project", "This project", Optional.empty(), TrustLevel.PRIVATE, Map.of());

    private PrivateRows() {}

    /** In no order. */
    static List<PublishedPackage> list(Transaction transaction, ProjectId project) {
        return Sql.list(
                transaction,
                "SELECT " + PublishedPackage.COLUMNS + " FROM ekaya.private_package WHERE project_id = ?",
                row -> PublishedPackage.read(row, PUBLISHER, "Of this project"),
                project.value());
    }

    static byte[] bytes(Transaction transaction, ProjectId project, PackageHash hash) {
        return Sql.first(
                        transaction,
                        "SELECT bytes FROM ekaya.private_package WHERE project_id = ? AND package_hash = ?",
                        row -> row.getBytes(1),
                        project.value(),
                        hash.hex())
                .orElseThrow(() -> new IllegalStateException("A published package is gone: " + hash));
    }

    /** One that publishes at a time in a project, so that which version is the newest is certain; until the transaction's end. */
    static void lock(Transaction transaction, ProjectId project) {
        Sql.list(
                transaction,
                "SELECT pg_advisory_xact_lock(hashtext('ekaya private catalog'), hashtext(?))",
                row -> "",
                project.toString());
    }

    static void insert(
            Transaction transaction,
            ProjectId project,
            AppPackage app,
            byte[] zip,
            String changelog,
            Actor by,
            Instant now) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.private_package (project_id, package_id, version, package_hash, name, summary, description, category,
                    runtime, capabilities, exports, changelog, bytes, published_at, by_kind, by_id, by_name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                project.value(),
                app.manifest().id(),
                app.manifest().version(),
                app.hash().hex(),
                app.manifest().name(),
                PackageTexts.summary(app),
                PackageTexts.description(app),
                app.manifest().category(),
                CatalogVersion.Runtime.of(app).text(),
                app.capabilities().toJson().toString(),
                PackageTexts.tools(app).stream().sorted().collect(Collectors.joining("\n")),
                changelog,
                zip,
                now,
                by.kind(),
                by.id(),
                by.name());
    }

    /** False when it is withdrawn already, or there is none. */
    static boolean withdraw(
            Transaction transaction, ProjectId project, String id, String version, String why, Instant now) {
        return Sql.update(
                        transaction,
                        "UPDATE ekaya.private_package SET withdrawn_at = ?, withdrawn_why = ?"
                                + " WHERE project_id = ? AND package_id = ? AND version = ? AND withdrawn_at IS NULL",
                        now,
                        why,
                        project.value(),
                        id,
                        version)
                == 1;
    }
}
