package ai.ekaya.web;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bounds the body of every request: by its announced length at once, else while it is read. */
@Provider
@Singleton
@Priority(Priorities.ENTITY_CODER)
@SuppressWarnings("NullAway.Init")
public final class BodyCap implements ContainerRequestFilter {
    /** Room for the part headers of a multipart upload around the package itself. */
    private static final long ENVELOPE_BYTES = 64 * 1024;

    // By field: RESTEasy wants a constructor without arguments of a filter, also of a CDI bean.
    @Inject
    private Limits limits;

    /** Set by JAX-RS; it speaks of the current request. */
    @Context
    private @Nullable ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<BodyLimit> own = own();
        long bytesMax = own.map(limit -> limits.of(limit.value()) + ENVELOPE_BYTES)
                .orElseGet(() -> limits.of(Limit.WEB_BODY_BYTES));
        String instead = own.map(BodyLimit::instead).orElse("");
        if (request.getLength() > bytesMax) {
            throw Spoken.tooLarge(bytesMax, instead);
        }
        if (request.getEntityStream() != null) {
            request.setEntityStream(new CappedInput(request.getEntityStream(), bytesMax, instead));
        }
    }

    private Optional<BodyLimit> own() {
        return resource == null || resource.getResourceMethod() == null
                ? Optional.empty()
                : Optional.ofNullable(resource.getResourceMethod().getAnnotation(BodyLimit.class));
    }
}
