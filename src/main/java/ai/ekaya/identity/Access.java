package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import java.util.Optional;

/** The one place that decides whether a principal may do something. */
public final class Access {
    private Access() {}

    /**
     * @param place a project for an action in a project, else the platform
     * @throws IllegalArgumentException when the action is not done there
     */
    public static Decision decide(Principal principal, Action action, Place place) {
        if (action.inProject() != place instanceof ProjectId) {
            throw new IllegalArgumentException(action + " is not done to " + place);
        }
        return switch (place) {
            case ProjectId project -> inProject(principal, action, project);
            case Place.Platform platform -> onPlatform(principal, action);
        };
    }

    /** @throws Refusal as the decision says */
    public static void require(Principal principal, Action action, Place place) {
        decide(principal, action, place).orThrow();
    }

    public static boolean may(Principal principal, Action action, Place place) {
        return decide(principal, action, place).allowed();
    }

    public static Optional<Role> roleOf(Principal principal, ProjectId project) {
        return principal.platformAdmin()
                ? Optional.of(Role.ADMIN)
                : Optional.ofNullable(principal.roles().get(project));
    }

    /**
     * Nobody gives away more than they have.
     *
     * @throws Refusal {@code NOT_FOUND} for who is no member, {@code NOT_PERMITTED} for a larger role than the principal's own
     */
    static void requireToGive(Principal principal, ProjectId project, Role role) {
        atLeast(principal, role, project).orThrow();
    }

    private static Decision inProject(Principal principal, Action action, ProjectId project) {
        Decision asMember = atLeast(principal, action.atLeast(), project);
        return asMember.allowed() ? personal(principal, action) : asMember;
    }

    private static Decision atLeast(Principal principal, Role needed, ProjectId project) {
        Optional<Role> own = roleOf(principal, project);
        if (own.isEmpty()) {
            return new Decision.Absent("There is no project " + project + " for you");
        }
        return own.get().includes(needed)
                ? new Decision.Allowed()
                : new Decision.Refused("This needs role " + needed.text() + ", yours is "
                        + own.get().text());
    }

    private static Decision onPlatform(Principal principal, Action action) {
        Decision personal = personal(principal, action);
        if (personal.allowed() && action.level() == Action.Level.PLATFORM_ADMIN && !principal.platformAdmin()) {
            return new Decision.Refused("This needs a platform admin");
        }
        return personal;
    }

    private static Decision personal(Principal principal, Action action) {
        return action.inPerson() && principal.kind() != Principal.Kind.USER
                ? new Decision.Refused("This needs a session, a token is not enough")
                : new Decision.Allowed();
    }
}
