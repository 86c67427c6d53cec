package ai.ekaya.tools;

import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One message of an MCP client and its answer: a server of the SDK for this one message, which has the tools of who sent it. Streamable
 * HTTP without sessions: each request is answered by one JSON object, on the thread that brought it. Of one thread.
 */
final class McpExchange implements McpStatelessServerTransport {
    /** Those that clients of the last years speak, the newest last: with that one the SDK answers who asks for one that it does not know. */
    static final List<String> VERSIONS = List.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);

    static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(JsonMapper.builder()
            // So that no number of a tool's arguments changes on its way.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build());

    private static final String WRONG_FORM = "The request's parameters have the wrong form";

    /** Between two methods here, for {@link ErrorCodes#INTERNAL_ERROR} with a text of ours. */
    private static final int OUR_MISTAKE = 1;

    private static final Logger LOG = LoggerFactory.getLogger(McpExchange.class);

    private @Nullable McpStatelessServerHandler handler;

    private McpExchange() {}

    /**
     * Answers a message.
     *
     * @param version as the client's header says, if it does
     * @param features what the server has for who sent it
     */
    static McpAnswer answer(
            byte[] message, Optional<String> version, UnaryOperator<McpServer.StatelessSyncSpecification> features) {
        if (version.filter(spoken -> !VERSIONS.contains(spoken)).isPresent()) {
            return refused(ErrorCodes.INVALID_REQUEST, "MCP-Protocol-Version is none of " + VERSIONS);
        }
        JsonNode json;
        try {
            json = Json.mapper().readTree(message);
        } catch (IOException e) {
            return refused(ErrorCodes.PARSE_ERROR, "The body is no JSON that is taken here");
        }
        if (!(json instanceof ObjectNode object)) {
            return refused(
                    ErrorCodes.INVALID_REQUEST,
                    json.isArray()
                            ? "Batches are not taken, send one message at a time"
                            : "The body is no JSON object, expected one JSON-RPC message");
        }
        if (!"2.0".equals(object.path("jsonrpc").textValue())
                || !object.path("method").isTextual()) {
            return refused(ErrorCodes.INVALID_REQUEST, "Expected a JSON-RPC 2.0 request or notification");
        }
        McpExchange exchange = new McpExchange();
        features.apply(McpServer.sync(exchange)
                        .jsonMapper(MAPPER)
                        .jsonSchemaValidator(new McpSchemas())
                        // The registry checks, with one message for all faces.
                        .validateToolInputs(false)
                        .immediateExecution(true))
                .build();
        return exchange.answer(object);
    }

    private McpAnswer answer(ObjectNode message) {
        String method = message.path("method").textValue();
        JsonNode given = message.path("params");
        Object params = McpForm.isAbsent(given) ? null : plain(given);
        JsonNode id = message.path("id");
        if (id.isMissingNode()) {
            if (params != null && !given.isObject()) {
                return refused(ErrorCodes.INVALID_REQUEST, "The notification's params are no object");
            }
            serving()
                    .handleNotification(
                            McpTransportContext.EMPTY,
                            new JSONRPCNotification(McpSchema.JSONRPC_VERSION, method, params))
                    .block();
            return new McpAnswer(202, Optional.empty());
        }
        if (!id.isTextual() && !(id.isIntegralNumber() && id.canConvertToLong())) {
            return refused(
                    ErrorCodes.INVALID_REQUEST,
                    "The request's id is neither a string nor a whole number of at most 64 bits");
        }
        Object plainId = Objects.requireNonNull(plain(id));
        JSONRPCResponse response = McpForm.problem(method, given)
                .map(problem -> error(plainId, ErrorCodes.INVALID_PARAMS, problem))
                .orElseGet(() -> inOurWords(response(plainId, method, params), method, given));
        return new McpAnswer(200, Optional.of(write(response)));
    }

    private JSONRPCResponse response(Object id, String method, @Nullable Object params) {
        JSONRPCRequest request = new JSONRPCRequest(McpSchema.JSONRPC_VERSION, method, id, params);
        try {
            return Objects.requireNonNull(serving()
                    .handleRequest(McpTransportContext.EMPTY, request)
                    .contextWrite(context -> context.put(McpTransportContext.KEY, McpTransportContext.EMPTY))
                    .block());
        } catch (McpError refused) {
            return JSONRPCResponse.error(id, refused.getJsonRpcError());
        } catch (IllegalArgumentException form) {
            // So the SDK refuses parameters that it cannot read; what a tool throws does not come here.
            return error(id, ErrorCodes.INVALID_PARAMS, WRONG_FORM);
        } catch (RuntimeException bug) {
            // The top of a message.
            String incident = UUID.randomUUID().toString();
            LOG.error("Incident {}", incident, bug);
            return error(id, OUR_MISTAKE, "The server made a mistake; its log has more under incident " + incident);
        }
    }

    /** The SDK's own texts name classes and placeholders; its codes stay. */
    private static JSONRPCResponse inOurWords(JSONRPCResponse response, String method, JsonNode params) {
        JSONRPCResponse.JSONRPCError theirs = response.error();
        if (theirs == null) {
            return response;
        }
        Object id = response.id();
        return switch (theirs.code()) {
            case ErrorCodes.METHOD_NOT_FOUND ->
                error(id, theirs.code(), "There is no method " + McpForm.shown(method) + " here");
            case ErrorCodes.INVALID_PARAMS ->
                error(
                        id,
                        theirs.code(),
                        method.equals("tools/call")
                                ? "There is no tool "
                                        + McpForm.shown(params.path("name").asText()) + " here"
                                : WRONG_FORM);
            case ErrorCodes.RESOURCE_NOT_FOUND -> error(id, theirs.code(), "There is no such resource here");
            case ErrorCodes.INTERNAL_ERROR -> {
                if (method.equals("initialize")) {
                    // No code of ours runs in it: it is the SDK that could not read what came.
                    yield error(id, ErrorCodes.INVALID_PARAMS, WRONG_FORM);
                }
                String incident = UUID.randomUUID().toString();
                LOG.error("Incident {}: {}", incident, theirs.message());
                yield error(
                        id, theirs.code(), "The server made a mistake; its log has more under incident " + incident);
            }
            case OUR_MISTAKE -> error(id, ErrorCodes.INTERNAL_ERROR, theirs.message());
            default -> error(id, theirs.code(), "The request is not taken");
        };
    }

    private static JSONRPCResponse error(Object id, int code, String message) {
        return JSONRPCResponse.error(id, new JSONRPCResponse.JSONRPCError(code, message));
    }

    private McpStatelessServerHandler serving() {
        return Objects.requireNonNull(handler, "The SDK sets it when the server is built");
    }

    private static @Nullable Object plain(JsonNode json) {
        return MAPPER.convertValue(json, Object.class);
    }

    static McpAnswer refused(int code, String message) {
        ObjectNode answer = Json.mapper().createObjectNode().put("jsonrpc", McpSchema.JSONRPC_VERSION);
        answer.putNull("id").putObject("error").put("code", code).put("message", message);
        return new McpAnswer(400, Optional.of(answer.toString()));
    }

    private static String write(JSONRPCResponse response) {
        try {
            return MAPPER.writeValueAsString(response);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer could not be written as JSON", e);
        } catch (IOException e) {
            throw new IllegalStateException("A text could not be written", e);
        }
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler handler) {
        this.handler = handler;
    }

    @Override
    public List<String> protocolVersions() {
        return VERSIONS;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }
}
