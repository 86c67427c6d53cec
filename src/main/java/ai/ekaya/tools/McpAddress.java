package ai.ekaya.tools;

import ai.ekaya.oidc.ProviderSettings;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where an MCP server stands, and what is told of it to who has no token yet (RFC 9728). */
final class McpAddress {
    static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    private McpAddress() {}

    /** This server's address as its clients see it: as it is told where there is an identity provider, else as it was asked for. */
    static String origin(ProviderSettings provider, String scheme, String host) {
        return provider.configured() ? provider.origin() : scheme + "://" + host;
    }

    static String metadata(String origin, String project) {
        return origin + WELL_KNOWN + "/mcp/" + project;
    }

    /** {@code {"resource", "authorization_servers"?, "bearer_methods_supported", "resource_name"}}. */
    static ObjectNode document(ProviderSettings provider, String scheme, String host, String project) {
        ObjectNode document =
                Json.mapper().createObjectNode().put("resource", origin(provider, scheme, host) + "/mcp/" + project);
        if (provider.configured()) {
            document.putArray("authorization_servers").add(provider.issuer());
        }
        document.putArray("bearer_methods_supported").add("header");
        return document.put("resource_name", "Ekaya Apps");
    }
}
