package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Optional;

/** The one place that decides whether a principal may do something in a project. */
public final class Access {
    private Access() {}

    public static Optional<Role> roleOf(Principal principal, ProjectId project) {
        return principal.platformAdmin()
                ? Optional.of(Role.ADMIN)
                : Optional.ofNullable(principal.roles().get(project));
    }

    /**
     * For what gives rights: they would outlive a token that somebody found and its owner revoked.
     *
     * @throws Refusal {@code NOT_PERMITTED} for a token
     */
    static void requirePerson(Principal principal) {
        if (principal.kind() != Principal.Kind.USER) {
            throw new Refusal(RefusalCode.NOT_PERMITTED, "This needs a session, a token is not enough");
        }
    }

    /**
     * @throws Refusal {@code NOT_FOUND} for who is no member (the project's existence is not told), {@code NOT_PERMITTED} for a
     *     member whose role is too small
     */
    public static void require(Principal principal, ProjectId project, Role atLeast) {
        Role role = roleOf(principal, project)
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "There is no project " + project + " for you"));
        if (!role.includes(atLeast)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED, "This needs role " + atLeast.text() + ", yours is " + role.text());
        }
    }
}
