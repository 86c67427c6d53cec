package ai.ekaya.tools;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.web.Page;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The tools of a project over REST, as MCP clients and apps have them (docs/mcp.md). */
@Path("projects/{p}/tools")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ToolResource {
    private final Caller caller;
    private final Tools tools;

    @Inject
    public ToolResource(Caller caller, Tools tools) {
        this.caller = caller;
        this.tools = tools;
    }

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(summary = "The tools that the caller may call in the project")
    public Page<ToolView> list() {
        return Page.whole(tools.listed(caller.principal(), caller.project()).stream()
                .map(ToolView::of)
                .toList());
    }

    @POST
    @Path("{tool}")
    @May(Action.SEE_PROJECT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Call a tool; the body is its arguments",
            description =
                    "The arguments fit the tool's inputSchema, the answer its outputSchema. Each tool says which role it needs.")
    public ObjectNode call(@PathParam("tool") String tool, ObjectNode body) {
        return tools.decide(
                        new Tools.Asked(caller.principal(), caller.project(), tool, body, Face.REST, CallPath.OUTSIDE))
                .call(new Cancellation());
    }
}
