package ai.ekaya.tools;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.identity.Standing;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.oidc.ProviderSettings;
import ai.ekaya.web.Spoken;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The project's MCP server. Clients know it as {@code /mcp/{project}}, which leads here, so that each door of the API is before it. */
@Path("projects/{p}/mcp")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class McpResource {
    private final Caller caller;
    private final Tools tools;
    private final ProviderSettings provider;

    @Inject
    public McpResource(Caller caller, Tools tools, ProviderSettings provider) {
        this.caller = caller;
        this.tools = tools;
        this.provider = provider;
    }

    @POST
    @May(Action.SEE_PROJECT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "One message of the Model Context Protocol, as clients send it to /mcp/{p}",
            description =
                    "Streamable HTTP without sessions: one JSON-RPC message in, one out. Takes a bearer token and no session.")
    public Response message(byte[] body, @Context HttpHeaders headers) {
        if (!(caller.standing() instanceof Standing.OfBearer)) {
            throw Spoken.unauthorized("MCP takes a bearer token, and no browser's session");
        }
        Optional<String> origin = Optional.ofNullable(headers.getHeaderString("Origin"));
        String host =
                Optional.ofNullable(headers.getHeaderString(HttpHeaders.HOST)).orElse("");
        if (!Origins.allows(provider.origin(), origin, host)) {
            throw new Refusal(RefusalCode.NOT_PERMITTED, "Pages of another origin may not speak to this server");
        }
        McpFeatures features = new McpFeatures(tools, caller.principal(), caller.project());
        McpAnswer answer = McpExchange.answer(
                body, Optional.ofNullable(headers.getHeaderString("MCP-Protocol-Version")), features::addTo);
        Response.ResponseBuilder response = Response.status(answer.status());
        return answer.json()
                .map(json -> response.entity(json).type(MediaType.APPLICATION_JSON_TYPE))
                .orElse(response)
                .build();
    }
}
