package ai.ekaya.web;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/** Bounds the body of every resource method: by its announced length at once, else while it is read. */
@Provider
@Singleton
public final class BodyCap implements DynamicFeature {
    /** Room for the part headers of a multipart upload around the package itself. */
    private static final long ENVELOPE_BYTES = 64 * 1024;

    private final Limits limits;

    @Inject
    public BodyCap(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        BodyLimit own = resource.getResourceMethod().getAnnotation(BodyLimit.class);
        long bytesMax = own == null ? limits.of(Limit.WEB_BODY_BYTES) : limits.of(own.value()) + ENVELOPE_BYTES;
        context.register(new Filter(bytesMax), Priorities.ENTITY_CODER);
    }

    @Priority(Priorities.ENTITY_CODER)
    private record Filter(long bytesMax) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (request.getLength() > bytesMax) {
                throw Spoken.tooLarge(bytesMax);
            }
            if (request.getEntityStream() != null) {
                request.setEntityStream(new CappedInput(request.getEntityStream(), bytesMax));
            }
        }
    }
}
