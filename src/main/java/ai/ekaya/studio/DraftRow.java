package ai.ekaya.studio;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Row of {@code draft}. */
@Entity
@Table(name = "draft", schema = "ekaya")
class DraftRow {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "project_id")
    UUID project = new UUID(0, 0);

    String name = "";
    String files = "{}";
    long revision;

    @Column(name = "changed_by")
    UUID changedBy = new UUID(0, 0);

    @Column(name = "changed_at")
    Timestamp changedAt = new Timestamp(0);

    protected DraftRow() {}

    DraftRow(ProjectId project) {
        this.id = UUID.randomUUID();
        this.project = project.value();
    }

    void change(String newName, SortedMap<String, String> newFiles, UUID by, Instant now) {
        name = newName;
        changedBy = by;
        changedAt = Timestamp.from(now);
        revision++;
        try {
            files = Json.mapper().writeValueAsString(newFiles);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The files of a draft could not be written as JSON", e);
        }
    }

    Draft draft() {
        try {
            SortedMap<String, String> texts =
                    Json.mapper().readValue(files, new TypeReference<TreeMap<String, String>>() {});
            return new Draft(id, new ProjectId(project), name, texts, revision, changedAt.toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The files of draft " + id + " are no JSON", e);
        }
    }
}
