package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * The one funnel before every resource method: binds to each the {@link Rule} that its annotation says. A method without one
 * is refused to everybody, so that forgetting closes a door and opens none.
 */
@Provider
@Singleton
public final class AccessFilter implements DynamicFeature {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String CSRF_HEADER = "X-Ekaya-Csrf";

    private final Caller caller;
    private final Projects projects;

    @Inject
    AccessFilter(Caller caller, Projects projects) {
        this.caller = caller;
        this.projects = projects;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Optional<Rule> rule = Rule.of(resource.getResourceMethod());
        ContainerRequestFilter filter = request -> check(rule, request);
        context.register(new Bound(filter), Priorities.AUTHORIZATION);
    }

    /** A class of its own, because JAX-RS does not take lambdas. */
    private record Bound(ContainerRequestFilter filter) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) throws IOException {
            filter.filter(request);
        }
    }

    private void check(Optional<Rule> rule, ContainerRequestContext request) {
        switch (rule.orElseThrow(AccessFilter::undeclared)) {
            case Rule.Anyone anyone -> {}
            case Rule.AnySignedIn signedIn -> known(request);
            case Rule.AnyInPerson inPerson -> inPerson(request);
            case Rule.PlatformAdmins admins -> {
                if (!inPerson(request).platformAdmin()) {
                    throw new Refusal(RefusalCode.NOT_PERMITTED, "This needs a platform admin");
                }
            }
            case Rule.Members members -> {
                Principal principal = known(request);
                String named = request.getUriInfo().getPathParameters().getFirst("p");
                ProjectId project = projects.resolve(principal, String.valueOf(named));
                Access.require(principal, project, members.atLeast());
                caller.enters(project);
            }
        }
    }

    private Principal known(ContainerRequestContext request) {
        Principal principal = caller.principal();
        boolean writes = !SAFE_METHODS.contains(request.getMethod());
        // SECURITY: a browser adds the cookie to requests of other sites, but not this header.
        if (writes
                && caller.session()
                        .filter(session -> !session.hasCsrf(request.getHeaderString(CSRF_HEADER)))
                        .isPresent()) {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "A change in a session needs the header " + CSRF_HEADER + " with the session's csrf");
        }
        return principal;
    }

    private Principal inPerson(ContainerRequestContext request) {
        Principal principal = known(request);
        if (principal.kind() != Principal.Kind.USER) {
            throw new Refusal(RefusalCode.NOT_PERMITTED, "This needs a session, a token is not enough");
        }
        return principal;
    }

    private static Refusal undeclared() {
        return new Refusal(RefusalCode.NOT_PERMITTED, "Nobody may call this: it does not say who may");
    }
}
