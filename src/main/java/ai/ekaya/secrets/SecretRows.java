package ai.ekaya.secrets;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealed;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code project_secret}. */
final class SecretRows {
    private static final String TOLD = "id, name, version, created_at, changed_at, changed_by_name, last_used_at";

    private SecretRows() {}

    /** What is opened. */
    record SealedSecret(UUID id, Sealed value) {}

    /**
     * Secrets of a project are written one after the other, so that their count holds and no two make one name.
     *
     * @return false when the project is gone
     */
    static boolean lockProject(Transaction transaction, ProjectId project) {
        return Sql.first(
                        transaction,
                        "SELECT id FROM project WHERE id = ? FOR NO KEY UPDATE",
                        row -> true,
                        project.value())
                .isPresent();
    }

    static int count(Transaction transaction, ProjectId project) {
        return Sql.first(
                        transaction,
                        "SELECT count(*) FROM project_secret WHERE project_id = ?",
                        row -> row.getInt(1),
                        project.value())
                .orElse(0);
    }

    /** By name. */
    static List<StoredSecret> list(Transaction transaction, ProjectId project, String afterKey, int countMax) {
        return Sql.list(
                transaction,
                "SELECT " + TOLD + " FROM project_secret WHERE project_id = ? AND lower(name) COLLATE \"C\" > ?"
                        + " ORDER BY lower(name) COLLATE \"C\" LIMIT ?",
                SecretRows::told,
                project.value(),
                afterKey,
                countMax);
    }

    static Optional<StoredSecret> find(Transaction transaction, ProjectId project, SecretName name) {
        return Sql.first(
                transaction,
                "SELECT " + TOLD + " FROM project_secret WHERE project_id = ? AND lower(name) = ?",
                SecretRows::told,
                project.value(),
                name.key());
    }

    static boolean exists(Transaction transaction, ProjectId project, SecretName name) {
        return Sql.first(
                        transaction,
                        "SELECT 1 FROM project_secret WHERE project_id = ? AND lower(name) = ?",
                        row -> true,
                        project.value(),
                        name.key())
                .isPresent();
    }

    static Optional<SealedSecret> sealed(Transaction transaction, ProjectId project, SecretName name) {
        return Sql.first(
                transaction,
                "SELECT id, sealed_value FROM project_secret WHERE project_id = ? AND lower(name) = ?",
                row -> new SealedSecret(row.getObject(1, UUID.class), new Sealed(row.getString(2))),
                project.value(),
                name.key());
    }

    record Named(UUID id, String name, Sealed value) {}

    static List<Named> allSealed(Transaction transaction, ProjectId project) {
        return Sql.list(
                transaction,
                "SELECT id, name, sealed_value FROM project_secret WHERE project_id = ? ORDER BY id",
                row -> new Named(row.getObject(1, UUID.class), row.getString(2), new Sealed(row.getString(3))),
                project.value());
    }

    static String versionSql(String project) {
        return "(SELECT coalesce(encode(sha256(convert_to(string_agg(secret.id || ':' || secret.version, ',' ORDER BY secret.id),"
                + " 'UTF8')), 'hex'), '') FROM ekaya.project_secret AS secret WHERE secret.project_id = " + project
                + ")";
    }

    static String version(Transaction transaction, ProjectId project) {
        return Sql.first(transaction, "SELECT " + versionSql("?"), row -> row.getString(1), project.value())
                .orElse("");
    }

    static void insert(Transaction transaction, ProjectId project, StoredSecret secret, Sealed value, Principal by) {
        Sql.update(
                transaction,
                "INSERT INTO project_secret (id, project_id, name, sealed_value, version, created_at, changed_at, changed_by,"
                        + " changed_by_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                secret.id(),
                project.value(),
                secret.name(),
                value.text(),
                secret.version(),
                secret.createdAt(),
                secret.changedAt(),
                by.user().value(),
                secret.changedBy());
    }

    static void update(Transaction transaction, ProjectId project, StoredSecret secret, Sealed value, Principal by) {
        Sql.update(
                transaction,
                "UPDATE project_secret SET sealed_value = ?, version = ?, changed_at = ?, changed_by = ?, changed_by_name = ?"
                        + " WHERE project_id = ? AND id = ?",
                value.text(),
                secret.version(),
                secret.changedAt(),
                by.user().value(),
                secret.changedBy(),
                project.value(),
                secret.id());
    }

    static void remove(Transaction transaction, ProjectId project, StoredSecret secret) {
        Sql.update(
                transaction,
                "DELETE FROM project_secret WHERE project_id = ? AND id = ?",
                project.value(),
                secret.id());
    }

    /** Does nothing when a use since {@code noted} is written already. */
    static void noteUse(Transaction transaction, ProjectId project, UUID id, Instant now, Instant noted) {
        Sql.update(
                transaction,
                "UPDATE project_secret SET last_used_at = ? WHERE project_id = ? AND id = ?"
                        + " AND (last_used_at IS NULL OR last_used_at <= ?)",
                now,
                project.value(),
                id,
                noted);
    }

    private static StoredSecret told(ResultSet row) throws SQLException {
        return new StoredSecret(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getInt(3),
                at(row, 4).orElseThrow(),
                at(row, 5).orElseThrow(),
                row.getString(6),
                at(row, 7));
    }

    private static Optional<Instant> at(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
