package ai.ekaya.install;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
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

    PackageRow(UUID project, String hash, byte[] bytes, Instant storedAt) {
        this.project = project;
        this.hash = hash;
        this.bytes = bytes;
        this.storedAt = Timestamp.from(storedAt);
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
