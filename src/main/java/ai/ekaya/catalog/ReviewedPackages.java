package ai.ekaya.catalog;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Catalog {@code reviewed}: what projects submitted and the platform's reviewers published for all of them. Thread-safe. */
@Singleton
public final class ReviewedPackages {
    static final String NAME = "reviewed";
    private static final int REASON_CHARS_MAX = 500;

    private final Store store;
    private final Clock clock;
    private final AuditLog audit;

    @Inject
    public ReviewedPackages(Store store, Clock clock, AuditLog audit) {
        this.store = store;
        this.clock = clock;
        this.audit = audit;
    }

    /** As it is now. */
    AppSource source() {
        return new PublishedSource(
                NAME,
                store.inTransaction(transaction -> Sql.list(
                        transaction,
                        "SELECT " + PublishedPackage.COLUMNS
                                + ", publisher_id, publisher_name, licence FROM reviewed_package",
                        ReviewedPackages::read)),
                version -> store.inTransaction(transaction -> bytes(transaction, version.packageHash())));
    }

    private static PublishedPackage read(ResultSet row) throws SQLException {
        Publisher publisher = new Publisher(
                row.getString("publisher_id"),
                row.getString("publisher_name"),
                Optional.empty(),
                TrustLevel.VERIFIED,
                Map.of());
        return PublishedPackage.read(row, publisher, row.getString("licence"));
    }

    private static byte[] bytes(Transaction transaction, PackageHash hash) {
        return Sql.first(
                        transaction,
                        "SELECT bytes FROM reviewed_package WHERE package_hash = ?",
                        row -> row.getBytes(1),
                        hash.hex())
                .orElseThrow(() -> new IllegalStateException("A published package is gone: " + hash));
    }

    /**
     * What is published.
     *
     * @param publisher the project that submitted it
     * @param publisherName as its members call it
     */
    public record Release(
            ProjectId publisher,
            String publisherName,
            AppPackage read,
            byte[] zip,
            String licence,
            String changelog,
            Principal by) {}

    /**
     * In the transaction that says so of the submission.
     *
     * @throws Refusal {@code CONFLICT} when the version is there, or the app is another publisher's
     */
    public void add(Transaction transaction, Release release) {
        AppPackage app = release.read();
        // Two releases at once: which project has the id is certain, and a version is written once.
        Sql.list(transaction, "SELECT pg_advisory_xact_lock(hashtext('ekaya reviewed catalog'))", row -> "");
        List<UUID> owners = Sql.list(
                transaction,
                "SELECT DISTINCT publisher_id FROM ekaya.reviewed_package WHERE package_id = ?",
                row -> row.getObject(1, UUID.class),
                app.manifest().id());
        if (owners.stream().anyMatch(owner -> !owner.equals(release.publisher().value()))) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "Another project has published app '" + app.manifest().id()
                            + "'; submit it under an id of its own");
        }
        int written = insert(transaction, release);
        if (written == 0) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "Version " + app.manifest().version() + " of '"
                            + app.manifest().id() + "' is published already");
        }
    }

    private int insert(Transaction transaction, Release release) {
        AppPackage app = release.read();
        return Sql.update(
                transaction,
                """
                INSERT INTO ekaya.reviewed_package (package_id, version, package_hash, publisher_id, publisher_name, licence, name, summary,
                    description, category, runtime, capabilities, exports, changelog, bytes, published_at, by_name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                app.manifest().id(),
                app.manifest().version(),
                app.hash().hex(),
                release.publisher().value(),
                release.publisherName(),
                release.licence(),
                app.manifest().name(),
                PackageTexts.summary(app),
                PackageTexts.description(app),
                app.manifest().category(),
                CatalogVersion.Runtime.of(app).text(),
                app.capabilities().toJson().toString(),
                PackageTexts.tools(app).stream().sorted().collect(Collectors.joining("\n")),
                release.changelog(),
                release.zip(),
                clock.instant(),
                release.by().name());
    }

    /** Takes a version back, and stops it at its next run wherever it is installed. */
    void revoke(Principal by, String app, String version, String reason) {
        String why = PlainWords.require("reason", reason, REASON_CHARS_MAX);
        store.transact(transaction -> {
            String hash = Sql.first(
                            transaction,
                            "UPDATE reviewed_package SET withdrawn_at = ?, withdrawn_why = ?"
                                    + " WHERE package_id = ? AND version = ? AND withdrawn_at IS NULL RETURNING package_hash",
                            row -> row.getString(1),
                            clock.instant(),
                            why,
                            app,
                            version)
                    .orElseThrow(() -> new Refusal(
                            RefusalCode.NOT_FOUND, "Catalog 'reviewed' has no such version, or it is revoked already"));
            String shown = new PackageHash(hash).toString();
            Sql.update(
                    transaction,
                    "INSERT INTO revoked_package (package_hash, catalog, reason, since) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (package_hash, catalog) DO NOTHING",
                    shown,
                    NAME,
                    why,
                    clock.instant());
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.PACKAGE_REVOKED,
                            by.actor(),
                            Optional.empty(),
                            "catalog:" + NAME,
                            Map.of("count", "1", "packages", shown, "reason", why)));
        });
    }
}
