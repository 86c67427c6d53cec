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
import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one funnel before every resource method: holds the caller against the {@link Rule} that the method's annotation says. A
 * method without one is refused to everybody, so that forgetting closes a door and opens none.
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
        if (caller.isKnown()) {
            rates.of(caller.principal());
        }
        refuseGeneratedPassword(resource.getResourceMethod());
        switch (Rule.of(resource.getResourceMethod()).orElseThrow(AccessFilter::undeclared)) {
            case Rule.Anyone anyone -> {}
            case Rule.AnySignedIn signedIn -> known(request);
            case Rule.AnyInPerson inPerson -> inPerson(request);
            case Rule.PlatformAdmins admins -> {
                if (!inPerson(request).platformAdmin()) {
                    throw new Refusal(RefusalCode.NOT_PERMITTED, "This needs a platform admin");
                }
            }
            case Rule.Members members -> member(request, members.atLeast());
            case Rule.MembersInPerson members -> Access.requirePerson(member(request, members.atLeast()));
        }
    }

    private Principal member(ContainerRequestContext request, Role atLeast) {
        Principal principal = known(request);
        String named = request.getUriInfo().getPathParameters().getFirst("p");
        ProjectId project = projects.resolve(principal, String.valueOf(named));
        // First, so that what a member may not is told in the project's audit.
        caller.enters(project);
        Access.require(principal, project, atLeast);
        return principal;
    }

    private void refuseGeneratedPassword(Method method) {
        if (caller.mustChangePassword()
                && !method.isAnnotationPresent(Anonymous.class)
                && !method.isAnnotationPresent(WithGeneratedPassword.class)) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "Your password was made by the server; choose one of your own first (PUT /api/v1/me/password)");
        }
    }

    private Principal known(ContainerRequestContext request) {
        Principal principal = caller.principal();
        boolean writes = !SAFE_METHODS.contains(request.getMethod());
        String given = request.getHeaderString(CSRF_HEADER);
        // SECURITY: a browser adds the cookie to requests of other sites, but not this header.
        if (writes
                && caller.session().filter(session -> !session.hasCsrf(given)).isPresent()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "A change in a session needs the header " + CSRF_HEADER + " with the session's csrf");
        }
        return principal;
    }

    private Principal inPerson(ContainerRequestContext request) {
        Principal principal = known(request);
        Access.requirePerson(principal);
        return principal;
    }

    private static Refusal undeclared() {
        return new Refusal(RefusalCode.NOT_PERMITTED, "Nobody may call this: it does not say who may");
    }
}
