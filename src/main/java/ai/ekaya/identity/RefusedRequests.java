package ai.ekaya.identity;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.Refusals;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.RequestOrigin;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts for the audit what the API refused to somebody: a role too small, a project that is not theirs, a token that does not hold, too
 * many requests. One place, so that no resource can forget it.
 */
@Provider
@Singleton
@SuppressWarnings("NullAway.Init")
public final class RefusedRequests implements ContainerResponseFilter {
    static final Actor NOBODY = new Actor("user", "unknown", "unknown");

    // By field: RESTEasy wants a constructor without arguments of a filter, also of a CDI bean.
    @Inject
    private Caller caller;

    @Inject
    private Refusals refusals;

    /** Set by JAX-RS; it speaks of the current request. */
    @Context
    private @Nullable ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (RequestOrigin.current().isEmpty()) {
            // An answer that was waited for comes on another thread; the request itself was let through long before.
            return;
        }
        switch (response.getStatus()) {
            case 401 -> {
                // Who sends nothing is asked to sign in, and failed sign-ins have an event of their own.
                if (request.getHeaderString(HttpHeaders.AUTHORIZATION) != null) {
                    count(AuditEvent.Type.TOKEN_REFUSED, RefusalCode.NOT_PERMITTED, request);
                }
            }
            case 403 -> count(AuditEvent.Type.ACCESS_REFUSED, RefusalCode.NOT_PERMITTED, request);
            case 404 -> {
                // To who is no member a project is as none.
                if (caller.isKnown()
                        && caller.entered().isEmpty()
                        && request.getUriInfo().getPathParameters().containsKey("p")) {
                    count(AuditEvent.Type.ACCESS_REFUSED, RefusalCode.NOT_FOUND, request);
                }
            }
            case 429 -> count(AuditEvent.Type.RATE_LIMITED, RefusalCode.RATE_LIMITED, request);
            default -> {}
        }
    }

    private void count(AuditEvent.Type type, RefusalCode code, ContainerRequestContext request) {
        refusals.count(new Refusals.Kind(
                type,
                caller.known().map(Principal::actor).orElse(NOBODY),
                caller.entered().map(ProjectId::value),
                "api:" + request.getMethod() + " " + address(),
                code.name(),
                RequestOrigin.current().map(RequestOrigin::address).orElse("")));
    }

    /** The resource's and not the request's, so that there are few. */
    private String address() {
        if (resource == null || resource.getResourceMethod() == null) {
            return "";
        }
        String method =
                path(resource.getResourceMethod()).map(path -> "/" + path).orElse("");
        return path(resource.getResourceClass()).orElse("") + method;
    }

    private static Optional<String> path(AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Path.class)).map(Path::value);
    }
}
