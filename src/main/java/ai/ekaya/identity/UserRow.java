package ai.ekaya.identity;

import ai.ekaya.audit.Actor;
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

    /** When the provider said so. */
    @Nullable
    @Column(name = "groups_at")
    Timestamp groupsAt;

    /** Whether the server made the password, so that its owner has to choose another first. */
    @Column(name = "password_generated")
    boolean passwordGenerated;

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

    Actor actor() {
        return new Actor("user", id.toString(), name);
    }

    UserId userId() {
        return new UserId(id);
    }

    List<String> groups() {
        return ssoGroups.lines().toList();
    }

    /** An older statement than the one known changes nothing. */
    void groups(List<String> groups, Instant saidAt) {
        Timestamp known = groupsAt;
        if (known == null || !saidAt.isBefore(known.toInstant())) {
            String lines = String.join("\n", groups);
            if (known == null || !lines.equals(ssoGroups)) {
                ssoGroups = lines;
            }
            groupsAt = Timestamp.from(saidAt);
        }
    }
}
