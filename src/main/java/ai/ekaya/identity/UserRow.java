package ai.ekaya.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person who may sign in. */
@Entity
@Table(name = "app_user", schema = "ekaya")
class UserRow {
    @Id
    UUID id = new UUID(0, 0);

    String name = "";

    @Nullable
    String password;

    @Nullable
    String subject;

    @Column(name = "sso_groups")
    String ssoGroups = "";

    @Column(name = "platform_admin")
    boolean platformAdmin;

    boolean disabled;

    @Column(name = "created_at")
    Timestamp createdAt = new Timestamp(0);

    protected UserRow() {}

    UserRow(String name, Instant now) {
        this.id = UUID.randomUUID();
        this.name = name;
        this.createdAt = Timestamp.from(now);
    }

    UserId userId() {
        return new UserId(id);
    }

    List<String> groups() {
        return ssoGroups.lines().toList();
    }

    void groups(List<String> groups) {
        ssoGroups = String.join("\n", groups);
    }
}
