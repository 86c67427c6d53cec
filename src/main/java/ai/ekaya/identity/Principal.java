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
        SCHEDULE
    }

    public Principal {
        roles = Map.copyOf(roles);
    }

    public Actor actor() {
        return new Actor(kind.name().toLowerCase(java.util.Locale.ROOT), user.toString(), name);
    }
}
