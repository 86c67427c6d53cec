package ai.ekaya.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** A tenant. */
@Entity
@Table(name = "project", schema = "ekaya")
class ProjectRow {
    @Id
    UUID id = new UUID(0, 0);

    String name = "";

    @Column(name = "created_at")
    Timestamp createdAt = new Timestamp(0);

    int weight = 1;

    protected ProjectRow() {}

    ProjectRow(String name, Instant now) {
        this.id = UUID.randomUUID();
        this.name = name;
        this.createdAt = Timestamp.from(now);
    }

    Project project() {
        return new Project(new ProjectId(id), name, createdAt.toInstant(), weight);
    }
}
