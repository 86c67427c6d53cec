package ai.ekaya.identity;

import ai.ekaya.audit.Actor;
import java.util.Map;

/**
 * Who is asking, with the roles that hold now.
 *
 * @param name the sign-in name
 * @param roles per project, already narrowed by the token's own scope
 */
public record Principal(Kind kind, UserId user, String name, boolean platformAdmin, Map<ProjectId, Role> roles) {
    public enum Kind {
        USER,
        TOKEN,
        SCHEDULE,
        /** What woke an app beside people and the clock. */
        TRIGGER;

        /** Whether nobody asks just now: it acts in its owner's name, with the roles that the owner has when it begins. */
        public boolean unattended() {
            return this == SCHEDULE || this == TRIGGER;
        }
    }

    public Principal {
        roles = Map.copyOf(roles);
    }

    /** The same rights, used otherwise. */
    public Principal as(Kind other) {
        return new Principal(other, user, name, platformAdmin, roles);
    }

    public Actor actor() {
        return new Actor(kind.name().toLowerCase(java.util.Locale.ROOT), user.toString(), name);
    }
}
