package ai.ekaya.tools;

import ai.ekaya.oidc.ProviderSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells an MCP client that came without a token that counts where it learns who gives one. */
@Provider
@Singleton
@SuppressWarnings("NullAway.Init")
public final class McpChallenge implements ContainerResponseFilter {
    private static final Pattern ADDRESS = Pattern.compile("/?projects/[^/]+/mcp");

    // By field: RESTEasy wants a constructor without arguments of a filter, also of a CDI bean.
    @Inject
    private ProviderSettings provider;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != 401
                || !ADDRESS.matcher(request.getUriInfo().getPath()).matches()) {
            return;
        }
        URI address = request.getUriInfo().getRequestUri();
        String host =
                Optional.ofNullable(request.getHeaderString(HttpHeaders.HOST)).orElse("localhost");
        String origin = McpAddress.origin(provider, String.valueOf(address.getScheme()), host);
        String project =
                String.valueOf(request.getUriInfo().getPathParameters(false).getFirst("p"));
        response.getHeaders()
                .putSingle(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer realm=\"ekaya\", resource_metadata=\"" + McpAddress.metadata(origin, project) + "\"");
    }
}
