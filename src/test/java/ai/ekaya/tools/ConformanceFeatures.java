package ai.ekaya.tools;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/** The tools, prompts and resources that the public conformance suite asks for. Those that talk back use {@link ConformanceServer.Line}. */
final class ConformanceFeatures {
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";
    private static final Map<String, Object> NOTHING = Map.of("type", "object", "properties", Map.of());

    private final ConformanceServer.Line line;

    ConformanceFeatures(ConformanceServer.Line line) {
        this.line = line;
    }

    McpServer.StatelessSyncSpecification addTo(McpServer.StatelessSyncSpecification server) {
        return server.serverInfo("conformance", "1")
                .capabilities(ServerCapabilities.builder()
                        .tools(false)
                        .prompts(false)
                        .resources(true, false)
                        .completions()
                        .logging()
                        .build())
                .tools(tools())
                .resources(
                        resource(
                                "test://static-text",
                                new McpSchema.TextResourceContents(
                                        "test://static-text",
                                        "text/plain",
                                        "This is the content of the static text resource.")),
                        resource(
                                "test://static-binary",
                                new McpSchema.BlobResourceContents("test://static-binary", "image/png", PNG)),
                        resource(
                                "test://watched-resource",
                                new McpSchema.TextResourceContents("test://watched-resource", "text/plain", "Watched")))
                .resourceTemplates(new SyncResourceTemplateSpecification(
                        McpSchema.ResourceTemplate.builder("test://template/{id}/data", "template")
                                .description("A template")
                                .mimeType("application/json")
                                .build(),
                        (context, request) ->
                                new McpSchema.ReadResourceResult(List.of(new McpSchema.TextResourceContents(
                                        request.uri(),
                                        "application/json",
                                        "{\"id\":\"" + request.uri().split("/")[3] + "\"}")))))
                .prompts(prompts())
                .completions(new SyncCompletionSpecification(
                        new McpSchema.PromptReference("test_prompt_with_arguments"),
                        (context, request) -> new McpSchema.CompleteResult(
                                new McpSchema.CompleteResult.CompleteCompletion(List.of("paris"), 1, false))));
    }

    private List<SyncToolSpecification> tools() {
        Content text = new McpSchema.TextContent("This is a simple text response for testing.");
        Content image = McpSchema.ImageContent.builder(PNG, "image/png").build();
        Content audio = McpSchema.AudioContent.builder(WAV, "audio/wav").build();
        return List.of(
                tool("test_simple_text", request -> List.of(text)),
                tool("test_image_content", request -> List.of(image)),
                tool("test_audio_content", request -> List.of(audio)),
                tool("test_embedded_resource", request -> List.of(embedded("test://embedded-resource"))),
                tool(
                        "test_multiple_content_types",
                        request -> List.of(
                                new McpSchema.TextContent("Multiple content types test:"),
                                image,
                                embedded("test://mixed-content-resource"))),
                new SyncToolSpecification(
                        named("test_error_handling"),
                        (context, request) -> CallToolResult.builder()
                                .addTextContent("This tool intentionally returns an error for testing")
                                .isError(true)
                                .build()),
                tool("test_tool_with_logging", request -> {
                    for (String said :
                            List.of("Tool execution started", "Tool processing data", "Tool execution completed")) {
                        line.tell("notifications/message", Map.of("level", "info", "data", said));
                    }
                    return List.of(text);
                }),
                tool("test_tool_with_progress", request -> {
                    Object token = Objects.requireNonNull(request.meta()).get("progressToken");
                    for (int at : new int[] {0, 50, 100}) {
                        line.tell(
                                "notifications/progress",
                                Map.of("progressToken", String.valueOf(token), "progress", at, "total", 100));
                    }
                    return List.of(text);
                }),
                tool(
                        "test_sampling",
                        request -> List.of(new McpSchema.TextContent("LLM response: "
                                + line.ask(
                                        "sampling/createMessage",
                                        Map.of(
                                                "messages",
                                                List.of(Map.of(
                                                        "role",
                                                        "user",
                                                        "content",
                                                        Map.of(
                                                                "type",
                                                                "text",
                                                                "text",
                                                                String.valueOf(request.arguments()
                                                                        .get("prompt"))))),
                                                "maxTokens",
                                                100))))),
                eliciting(
                        "test_elicitation",
                        Map.of(
                                "username", Map.of("type", "string", "description", "User's response"),
                                "email", Map.of("type", "string", "description", "User's email address"))),
                eliciting(
                        "test_elicitation_sep1034_defaults",
                        Map.of(
                                "name", Map.of("type", "string", "default", "John Doe"),
                                "age", Map.of("type", "integer", "default", 30),
                                "score", Map.of("type", "number", "default", 95.5),
                                "status",
                                        Map.of(
                                                "type",
                                                "string",
                                                "enum",
                                                List.of("active", "inactive", "pending"),
                                                "default",
                                                "active"),
                                "verified", Map.of("type", "boolean", "default", true))),
                eliciting(
                        "test_elicitation_sep1330_enums",
                        Map.of(
                                "untitledSingle",
                                        Map.of("type", "string", "enum", List.of("option1", "option2", "option3")),
                                "titledSingle", Map.of("type", "string", "oneOf", titled("value1", "value2", "value3")),
                                "legacyEnum",
                                        Map.of(
                                                "type",
                                                "string",
                                                "enum",
                                                List.of("opt1", "opt2", "opt3"),
                                                "enumNames",
                                                List.of("Option One", "Option Two", "Option Three")),
                                "untitledMulti",
                                        Map.of(
                                                "type",
                                                "array",
                                                "items",
                                                Map.of(
                                                        "type",
                                                        "string",
                                                        "enum",
                                                        List.of("option1", "option2", "option3"))),
                                "titledMulti",
                                        Map.of(
                                                "type",
                                                "array",
                                                "items",
                                                Map.of("anyOf", titled("value1", "value2", "value3"))))),
                new SyncToolSpecification(
                        McpSchema.Tool.builder(
                                        "json_schema_2020_12_tool",
                                        Map.of(
                                                "$schema",
                                                "https://json-schema.org/draft/2020-12/schema",
                                                "type",
                                                "object",
                                                "$defs",
                                                Map.of(
                                                        "address",
                                                        Map.of(
                                                                "type",
                                                                "object",
                                                                "properties",
                                                                Map.of(
                                                                        "street",
                                                                        Map.of("type", "string"),
                                                                        "city",
                                                                        Map.of("type", "string")))),
                                                "properties",
                                                Map.of(
                                                        "name",
                                                        Map.of("type", "string"),
                                                        "address",
                                                        Map.of("$ref", "#/$defs/address")),
                                                "additionalProperties",
                                                false))
                                .description("Tool with JSON Schema 2020-12 features")
                                .build(),
                        (context, request) ->
                                CallToolResult.builder().addContent(text).build()));
    }

    private static List<Map<String, String>> titled(String... values) {
        return List.of(values).stream()
                .map(value -> Map.of("const", value, "title", "Title of " + value))
                .toList();
    }

    private SyncToolSpecification eliciting(String name, Map<String, Object> properties) {
        return tool(
                name,
                request -> List.of(new McpSchema.TextContent("User response: "
                        + line.ask(
                                "elicitation/create",
                                Map.of(
                                        "message",
                                        "Please answer",
                                        "requestedSchema",
                                        Map.of("type", "object", "properties", properties))))));
    }

    private interface Giving {
        List<Content> to(McpSchema.CallToolRequest request);
    }

    private static SyncToolSpecification tool(String name, Giving giving) {
        BiFunction<io.modelcontextprotocol.common.McpTransportContext, McpSchema.CallToolRequest, CallToolResult> call =
                (context, request) ->
                        CallToolResult.builder().content(giving.to(request)).build();
        return new SyncToolSpecification(named(name), call);
    }

    private static McpSchema.Tool named(String name) {
        return McpSchema.Tool.builder(name, NOTHING)
                .description("For the suite: " + name)
                .build();
    }

    private static Content embedded(String uri) {
        return McpSchema.EmbeddedResource.builder(
                        new McpSchema.TextResourceContents(uri, "text/plain", "This is an embedded resource content."))
                .build();
    }

    private static SyncResourceSpecification resource(String uri, McpSchema.ResourceContents contents) {
        return new SyncResourceSpecification(
                McpSchema.Resource.builder(uri, uri.substring("test://".length()))
                        .description("For the suite")
                        .mimeType(contents.mimeType())
                        .build(),
                (context, request) -> new McpSchema.ReadResourceResult(List.of(contents)));
    }

    private static List<SyncPromptSpecification> prompts() {
        McpSchema.PromptArgument one = new McpSchema.PromptArgument("arg1", "First test argument", true);
        McpSchema.PromptArgument two = new McpSchema.PromptArgument("arg2", "Second test argument", true);
        McpSchema.PromptArgument uri = new McpSchema.PromptArgument("resourceUri", "The resource", true);
        return List.of(
                prompt("test_simple_prompt", List.of(), given -> List.of(said("This is a simple prompt for testing."))),
                prompt(
                        "test_prompt_with_arguments",
                        List.of(one, two),
                        given -> List.of(said("Prompt with arguments: arg1='" + given.get("arg1") + "', arg2='"
                                + given.get("arg2") + "'"))),
                prompt(
                        "test_prompt_with_embedded_resource",
                        List.of(uri),
                        given -> List.of(
                                new PromptMessage(
                                        McpSchema.Role.USER, embedded(String.valueOf(given.get("resourceUri")))),
                                said("Please process the embedded resource above."))),
                prompt(
                        "test_prompt_with_image",
                        List.of(),
                        given -> List.of(
                                new PromptMessage(
                                        McpSchema.Role.USER,
                                        McpSchema.ImageContent.builder(PNG, "image/png")
                                                .build()),
                                said("Please analyze the image above."))));
    }

    private interface Saying {
        List<PromptMessage> with(Map<String, Object> arguments);
    }

    private static PromptMessage said(String text) {
        return new PromptMessage(McpSchema.Role.USER, new McpSchema.TextContent(text));
    }

    private static SyncPromptSpecification prompt(
            String name, List<McpSchema.PromptArgument> arguments, Saying saying) {
        return new SyncPromptSpecification(
                new McpSchema.Prompt(name, "For the suite", arguments),
                (context, request) -> new McpSchema.GetPromptResult(
                        "For the suite", saying.with(request.arguments() == null ? Map.of() : request.arguments())));
    }
}
