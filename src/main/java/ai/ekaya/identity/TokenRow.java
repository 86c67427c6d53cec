package ai.ekaya.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An API token; its text is known to whom it was given only. */
@Entity
@Table(name = "api_token", schema = "ekaya")
class TokenRow {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "project_id")
    UUID project = new UUID(0, 0);

    @Column(name = "user_id")
    UUID user = new UUID(0, 0);

    String name = "";

    @Column(name = "token_hash")
    byte[] tokenHash = new byte[0];

    /** The start of its text, by which people tell theirs apart. */
    @Column(name = "token_prefix")
    String prefix = "";

    @Enumerated(EnumType.STRING)
    Role role = Role.VIEWER;

    @Column(name = "created_at")
    Timestamp createdAt = new Timestamp(0);

    @Column(name = "expires_at")
    Timestamp expiresAt = new Timestamp(0);

    @Column(name = "used_at")
    @Nullable
    Timestamp usedAt;

    protected TokenRow() {}

    TokenRow(ProjectId project, String name, Role role) {
        this.id = UUID.randomUUID();
        this.project = project.value();
        this.name = name;
        this.role = role;
    }

    ApiToken token() {
        return new ApiToken(
                id,
                name,
                prefix,
                new ProjectId(project),
                List.of(role),
                createdAt.toInstant(),
                expiresAt.toInstant(),
                Optional.ofNullable(usedAt).map(Timestamp::toInstant));
    }
}
