package ai.ekaya.identity;

import java.util.List;
import java.util.Optional;

/**
 * Who is signed in, as clients see it.
 *
 * @param mustChangePassword whether all else is refused until the password is changed, as the server made it
 * @param csrf what a session's writes carry in {@code X-Ekaya-Csrf}; absent for a token
 * @param projects all that the caller has a role in, at most a page
 */
public record SessionView(
        String user,
        UserId userId,
        boolean platformAdmin,
        boolean mustChangePassword,
        Optional<String> csrf,
        List<ProjectRole> projects) {
    /** A project and the caller's role in it. */
    public record ProjectRole(ProjectId id, String name, Role role) {}

    public SessionView {
        projects = List.copyOf(projects);
    }
}
