package ai.ekaya.install;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code app_package}: a package's bytes as they were uploaded. */
@Entity
@Table(name = "app_package", schema = "ekaya")
@IdClass(PackageRow.Key.class)
@NullUnmarked
class PackageRow {
    @Id
    @Column(name = "project_id")
    UUID project;

    @Id
    @Column(name = "package_hash")
    String hash;

    byte[] bytes;

    @Column(name = "stored_at")
    Timestamp storedAt;

    protected PackageRow() {}

    /**
     * Stores a package's bytes once a project, though it be installed under two slugs at the same moment. The content is the same then;
     * bytes that were damaged in the table are made whole by installing again.
     */
    static void keep(Transaction transaction, ProjectId project, AppPackage read, byte[] bytes, Instant now) {
        Sql.update(transaction, """
                INSERT INTO ekaya.app_package (project_id, package_hash, bytes, stored_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (project_id, package_hash) DO UPDATE SET bytes = excluded.bytes
                """, project.value(), read.hash().hex(), bytes, now);
    }

    static boolean isKept(Transaction transaction, ProjectId project, String hash) {
        return Sql.first(
                        transaction,
                        "SELECT 1 FROM ekaya.app_package WHERE project_id = ? AND package_hash = ?",
                        row -> true,
                        project.value(),
                        hash)
                .isPresent();
    }

    /** Deletes a project's packages that no app is made of, but for these. */
    static void forget(Transaction transaction, ProjectId project, Set<String> needed) {
        transaction.entities().flush();
        Set<String> kept = new HashSet<>(needed);
        // JPQL has no list of nothing.
        kept.add("");
        transaction
                .entities()
                .createQuery(
                        "DELETE FROM PackageRow p WHERE p.project = :project AND p.hash NOT IN :kept AND NOT EXISTS"
                                + " (SELECT a FROM AppRow a WHERE a.project = p.project AND a.packageHash = p.hash)")
                .setParameter("project", project.value())
                .setParameter("kept", kept)
                .executeUpdate();
    }

    /** JPA wants a class with fields of the same names for a key of two columns. */
    static final class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        UUID project;
        String hash;

        public Key() {}

        Key(UUID project, String hash) {
            this.project = project;
            this.hash = hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(project, key.project) && Objects.equals(hash, key.hash);
        }

        @Override
        public int hashCode() {
            return Objects.hash(project, hash);
        }
    }
}
