package ai.ekaya.tools;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the MCP server of a project has for one caller. Listed is what they may call; a call is decided by {@link Tools}, as everywhere. */
final class McpFeatures {
    private static final Logger LOG = LoggerFactory.getLogger(McpFeatures.class);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String VERSION = "1.0.0";

    private final Tools tools;
    private final Principal by;
    private final ProjectId project;

    McpFeatures(Tools tools, Principal by, ProjectId project) {
        this.tools = tools;
        this.by = by;
        this.project = project;
    }

    McpServer.StatelessSyncSpecification addTo(McpServer.StatelessSyncSpecification server) {
        Set<String> listed =
                tools.listed(by, project).stream().map(ToolSpec::name).collect(Collectors.toSet());
        return server.serverInfo("ekaya-apps", VERSION)
                .instructions(
                        "Tools of one Ekaya project: its datasources (read-only), approved queries, apps and audit."
                                + " Errors begin with a code such as NOT_PERMITTED or BAD_ARGUMENT and say what to do.")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(tools.all(project).map(this::tool).toList())
                .addToolFilter((context, tool) -> listed.contains(tool.name()));
    }

    private SyncToolSpecification tool(ToolSpec spec) {
        Nature nature = spec.nature();
        McpSchema.Tool tool = McpSchema.Tool.builder(
                        spec.name(), map(spec.input().json()))
                .title(spec.title())
                .description(spec.description())
                .outputSchema(map(spec.output()))
                .annotations(ToolAnnotations.builder()
                        .title(spec.title())
                        .readOnlyHint(nature.readOnly())
                        .destructiveHint(nature.destructive())
                        .idempotentHint(nature.idempotent())
                        .openWorldHint(false)
                        .build())
                .build();
        return new SyncToolSpecification(tool, (context, request) -> call(request));
    }

    private static Map<String, Object> map(ObjectNode json) {
        return Json.mapper().convertValue(json, OBJECT);
    }

    private CallToolResult call(CallToolRequest request) {
        Map<String, Object> given = request.arguments();
        ObjectNode arguments =
                given == null ? Json.mapper().createObjectNode() : Json.mapper().valueToTree(given);
        try {
            ObjectNode answer = tools.decide(
                            new Tools.Asked(by, project, request.name(), arguments, Face.MCP, CallPath.OUTSIDE))
                    .call(new Cancellation());
            return CallToolResult.builder()
                    .addTextContent(answer.toString())
                    .structuredContent(map(answer))
                    .isError(false)
                    .build();
        } catch (Refusal refusal) {
            return error(refusal);
        } catch (RuntimeException bug) {
            // The top of a call; nothing of it reaches the client but where the log tells more.
            String incident = UUID.randomUUID().toString();
            LOG.error("Incident {}", incident, bug);
            return error(new Refusal(
                    RefusalCode.INTERNAL, "The server made a mistake; its log has more under incident " + incident));
        }
    }

    /** As text, which is what language models are shown, and as data beside it. */
    private static CallToolResult error(Refusal refusal) {
        return CallToolResult.builder()
                .addTextContent(refusal.code().name() + ": " + refusal.reason())
                .meta(Map.of("code", refusal.code().name(), "retryable", refusal.isRetryable()))
                .isError(true)
                .build();
    }
}
