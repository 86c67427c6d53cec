package ai.ekaya.boot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client of the REST interface over real HTTP, for tests. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI base;
    private final Map<String, String> headers;

    private Api(HttpClient client, URI base, Map<String, String> headers) {
        this.client = client;
        this.base = base;
        this.headers = new LinkedHashMap<>(headers);
    }

    /** @param base where the server listens, as {@code http://localhost:9080} */
    public static Api anonymous(URI base) {
        return new Api(
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build(), base, Map.of());
    }

    /** The same session at another server of the same host: cookies know no ports. */
    public Api at(URI other) {
        return new Api(client, other, headers);
    }

    public static Api admin(LiveServer server) {
        return anonymous(server.uri("/")).signIn("admin", LiveServer.ADMIN_PASSWORD);
    }

    /** Keeps the session's cookie and CSRF value. */
    public Api signIn(String user, String password) {
        Answer answer = post("/api/v1/session", Map.of("user", user, "password", password));
        if (answer.status() != 200) {
            throw new AssertionError("Sign-in answered " + answer);
        }
        headers.put("X-Ekaya-Csrf", answer.json().path("csrf").asText());
        return this;
    }

    public Api with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Api without(String header) {
        headers.remove(header);
        return this;
    }

    /** What came back; {@code json} is missing when the body is no JSON. */
    public record Answer(int status, String body, HttpResponse<String> response) {
        public JsonNode json() {
            try {
                return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("No JSON: " + body, e);
            }
        }

        public String code() {
            return json().path("code").asText();
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    public Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody(), "");
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), "");
    }

    public Answer post(String path, Object body) {
        return send("POST", path, BodyPublishers.ofString(text(body)), "application/json");
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, BodyPublishers.ofString(text(body)), "application/json");
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, BodyPublishers.ofString(text(body)), "application/json");
    }

    public Answer postZip(String path, byte[] zip) {
        return send("POST", path, BodyPublishers.ofByteArray(zip), "application/zip");
    }

    private static String text(Object body) {
        try {
            return body instanceof String text ? text : JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public Answer send(String method, String path, HttpRequest.BodyPublisher body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).method(method, body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
