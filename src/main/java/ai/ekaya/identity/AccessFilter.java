package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one funnel before every resource method: the method names its {@link Action}, {@link Access} decides. A method without one is
 * refused to everybody, so that forgetting closes a door and opens none.
 */
@Provider
@Singleton
@Priority(Priorities.AUTHORIZATION)
@SuppressWarnings("NullAway.Init")
public final class AccessFilter implements ContainerRequestFilter {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String CSRF_HEADER = "X-Ekaya-Csrf";

    // By field: RESTEasy wants a constructor without arguments of a filter, also of a CDI bean.
    @Inject
    private Caller caller;

    @Inject
    private Projects projects;

    @Inject
    private RequestRates rates;

    /** Set by JAX-RS; it speaks of the current request. */
    @Context
    private @Nullable ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource == null || resource.getResourceMethod() == null) {
            throw undeclared();
        }
        Action action = Action.of(resource.getResourceMethod()).orElseThrow(AccessFilter::undeclared);
        if (caller.isKnown()) {
            rates.of(caller.principal());
        }
        if (action.level() == Action.Level.ANYONE) {
            return;
        }
        Principal principal = caller.principal();
        refuseGeneratedPassword(action);
        refuseForged(request);
        Access.require(principal, action, action.inProject() ? project(principal, request) : Place.PLATFORM);
    }

    private ProjectId project(Principal principal, ContainerRequestContext request) {
        String named = request.getUriInfo().getPathParameters().getFirst("p");
        ProjectId project = projects.resolve(principal, String.valueOf(named));
        // Before the decision, so that what a member may not is told in the project's audit.
        caller.enters(project);
        return project;
    }

    private void refuseGeneratedPassword(Action action) {
        if (caller.mustChangePassword() && !action.withGeneratedPassword()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "Your password was made by the server; choose one of your own first (PUT /api/v1/me/password)");
        }
    }

    /** SECURITY: a browser adds the cookie to requests of other sites, but not this header. */
    private void refuseForged(ContainerRequestContext request) {
        boolean writes = !SAFE_METHODS.contains(request.getMethod());
        String given = request.getHeaderString(CSRF_HEADER);
        if (writes
                && caller.session().filter(session -> !session.hasCsrf(given)).isPresent()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "A change in a session needs the header " + CSRF_HEADER + " with the session's csrf");
        }
    }

    private static Refusal undeclared() {
        return new Refusal(RefusalCode.NOT_PERMITTED, "Nobody may call this: it does not say who may");
    }
}
