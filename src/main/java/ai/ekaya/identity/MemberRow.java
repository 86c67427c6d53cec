package ai.ekaya.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** A person's role in a project, given by an admin; roles from the identity provider's groups are not stored here. */
@Entity
@IdClass(MemberRow.Key.class)
@Table(name = "project_member", schema = "ekaya")
class MemberRow {
    @Id
    @Column(name = "project_id")
    UUID project = new UUID(0, 0);

    @Id
    @Column(name = "user_id")
    UUID user = new UUID(0, 0);

    @Enumerated(EnumType.STRING)
    Role role = Role.VIEWER;

    protected MemberRow() {}

    MemberRow(ProjectId project, UserId user, Role role) {
        this.project = project.value();
        this.user = user.value();
        this.role = role;
    }

    /** What JPA finds a row by. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        UUID project = new UUID(0, 0);
        UUID user = new UUID(0, 0);

        Key() {}

        Key(ProjectId project, UserId user) {
            this.project = project.value();
            this.user = user.value();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && project.equals(key.project) && user.equals(key.user);
        }

        @Override
        public int hashCode() {
            return 31 * project.hashCode() + user.hashCode();
        }
    }
}
