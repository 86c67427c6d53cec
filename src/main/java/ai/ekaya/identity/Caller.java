package ai.ekaya.identity;

import ai.ekaya.web.Spoken;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The principal of the current HTTP request and the project it speaks of; set by the filters, injected into resources. Work
 * that goes on after the request takes the principal with it, never this.
 */
@RequestScoped
public class Caller {
    private @Nullable Principal principal;
    private @Nullable SessionToken session;
    private @Nullable String bearer;
    private @Nullable ProjectId project;
    private boolean mustChangePassword;

    /** @throws Spoken 401 when nobody is signed in */
    public Principal principal() {
        if (principal == null) {
            throw Spoken.unauthorized("Sign in first: no session and no token came with the request");
        }
        return principal;
    }

    /**
     * The project in the path, of which the caller is a member.
     *
     * @throws IllegalStateException in a method whose {@link May} is not of a project
     */
    public ProjectId project() {
        if (project == null) {
            throw new IllegalStateException("Only what is done in a project has one");
        }
        return project;
    }

    /**
     * What the request came with, for an answer that goes on.
     *
     * @throws Spoken 401 when it came with nothing
     */
    public Standing standing() {
        if (bearer != null) {
            return new Standing.OfBearer(bearer);
        }
        return new Standing.OfSession(
                session().orElseThrow(() -> Spoken.unauthorized("No session and no token came with the request")));
    }

    /** The principal, if anybody is signed in. */
    Optional<Principal> known() {
        return Optional.ofNullable(principal);
    }

    /** The project, once the caller was let into it. */
    Optional<ProjectId> entered() {
        return Optional.ofNullable(project);
    }

    boolean isKnown() {
        return principal != null;
    }

    /** The session that the request came with; empty for a token and for nobody. */
    Optional<SessionToken> session() {
        return Optional.ofNullable(session);
    }

    /** Whether the server made the session's password, and its owner has not changed it. */
    boolean mustChangePassword() {
        return mustChangePassword;
    }

    void isHolderOf(SessionToken token, Principal who, boolean generatedPassword) {
        session = token;
        principal = who;
        mustChangePassword = generatedPassword;
    }

    void isNobody() {
        session = null;
        principal = null;
        mustChangePassword = false;
    }

    void isHolderOfToken(String text, Principal who) {
        bearer = text;
        principal = who;
    }

    void enters(ProjectId entered) {
        project = entered;
    }
}
