package ai.ekaya.tools;

import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * For the public conformance suite: the product's transport ({@link McpExchange}) and origin check, with the suite's own tools, prompts
 * and resources, which the product does not have. What the suite wants of servers that talk back in the middle of a call (notifications,
 * questions to the client), and of subscriptions and log levels, the product's server has not either, as it keeps nothing between
 * messages: that part is here alone. Prints its address and serves until it is stopped.
 */
public final class ConformanceServer {
    private static final Set<String> TAKEN = Set.of("logging/setLevel", "resources/subscribe", "resources/unsubscribe");
    private static final Map<String, CompletableFuture<JsonNode>> ASKED = new ConcurrentHashMap<>();

    private ConformanceServer() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/mcp", ConformanceServer::answer);
        server.start();
        System.out.println("http://localhost:" + server.getAddress().getPort() + "/mcp");
    }

    /** What goes to the client before the answer: the answer is then the last event of a stream. */
    static final class Line {
        private final HttpExchange http;
        private boolean open;

        private Line(HttpExchange http) {
            this.http = http;
        }

        void tell(String method, Map<String, Object> params) {
            ObjectNode message = message(method, params);
            send(message.toString());
        }

        JsonNode ask(String method, Map<String, Object> params) {
            String id = UUID.randomUUID().toString();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            ASKED.put(id, answer);
            send(message(method, params).put("id", id).toString());
            return answer.orTimeout(10, TimeUnit.SECONDS).join();
        }

        private static ObjectNode message(String method, Map<String, Object> params) {
            ObjectNode message =
                    Json.mapper().createObjectNode().put("jsonrpc", "2.0").put("method", method);
            message.set("params", Json.mapper().valueToTree(params));
            return message;
        }

        private void send(String json) {
            try {
                if (!open) {
                    open = true;
                    http.getResponseHeaders().set("Content-Type", "text/event-stream");
                    http.sendResponseHeaders(200, 0);
                }
                http.getResponseBody()
                        .write(("event: message\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
                http.getResponseBody().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void answer(HttpExchange http) throws IOException {
        try (http) {
            Optional<String> origin =
                    Optional.ofNullable(http.getRequestHeaders().getFirst("Origin"));
            String host = String.valueOf(http.getRequestHeaders().getFirst("Host"));
            if (!Origins.allows("http://localhost", origin, host)) {
                http.sendResponseHeaders(403, -1);
            } else if (!http.getRequestMethod().equals("POST")) {
                http.getResponseHeaders().set("Allow", "POST");
                http.sendResponseHeaders(405, -1);
            } else {
                post(http);
            }
        }
    }

    private static void post(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        JsonNode message = Json.mapper().readTree(body);
        CompletableFuture<JsonNode> asked = ASKED.remove(message.path("id").asText());
        if (asked != null && !message.has("method")) {
            asked.complete(message.path("result"));
            http.sendResponseHeaders(202, -1);
            return;
        }
        if (TAKEN.contains(message.path("method").asText())) {
            ObjectNode taken = Json.mapper().createObjectNode().put("jsonrpc", "2.0");
            taken.set("id", message.path("id"));
            taken.putObject("result");
            write(http, 200, taken.toString());
            return;
        }
        Line line = new Line(http);
        McpAnswer answer = McpExchange.answer(
                body,
                Optional.ofNullable(http.getRequestHeaders().getFirst("MCP-Protocol-Version")),
                new ConformanceFeatures(line)::addTo);
        if (line.open) {
            line.send(answer.json().orElseThrow());
        } else if (answer.json().isPresent()) {
            write(http, answer.status(), answer.json().get());
        } else {
            http.sendResponseHeaders(answer.status(), -1);
        }
    }

    private static void write(HttpExchange http, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
    }
}
