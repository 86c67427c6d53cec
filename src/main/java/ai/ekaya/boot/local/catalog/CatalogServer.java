package ai.ekaya.boot.local.catalog;

import ai.ekaya.keys.WebhookSecret;
import ai.ekaya.marketplace.RequestSignature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small marketplace for tests and demos: a catalog's files, and the calls of {@code docs/marketplace.md} about apps that are sold. On loopback
 * alone. What it sold it knows until it ends. Thread-safe.
 */
public final class CatalogServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern APPS =
            Pattern.compile("/v1/projects/([0-9a-f-]{36})/apps(?:/([a-z0-9-]{1,63})(/activate)?)?");
    private static final Pattern CONSENT = Pattern.compile("/consent/([0-9a-f]{64})");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BODY_BYTES_MAX = 65_536;
    private static final String PAGE = """
            <!doctype html><meta charset="utf-8"><title>Buy an app</title>
            <h1>Buy %s?</h1><form method="post"><button>Buy it</button></form>
            """;

    private final Path folder;
    private final Map<String, Integer> sold;
    private final String account;
    private final RequestSignature signature;
    private final Clock clock;
    private final Consumer<String> told;
    private final HttpServer http;
    private final Map<String, Map<String, Use>> uses = new TreeMap<>();
    private final Map<String, Open> open = new TreeMap<>();

    /** @param version empty while it is not installed */
    private record Use(Optional<String> version, Instant trialEndsAt, boolean bought) {}

    private record Open(String project, String app, String returnTo, String state) {}

    /**
     * @param sold days of trial by app; others are not sold
     * @param told each request, its method, path and status
     */
    public CatalogServer(
            Path folder,
            Map<String, Integer> sold,
            String account,
            WebhookSecret key,
            int port,
            Clock clock,
            Consumer<String> told) {
        this.folder = folder.toAbsolutePath().normalize();
        this.sold = Map.copyOf(sold);
        this.account = account;
        this.signature = new RequestSignature(key);
        this.clock = clock;
        this.told = told;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen at port " + port, e);
        }
        http.createContext("/", this::answer);
        http.start();
    }

    public int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
            Matcher apps = APPS.matcher(path);
            Matcher consent = CONSENT.matcher(path);
            int status;
            if (apps.matches()) {
                status = isSigned(exchange, body) ? apps(exchange, apps, body) : send(exchange, 401, "text/plain", "");
            } else if (consent.matches()) {
                status = consent(exchange, consent.group(1));
            } else {
                status = file(exchange, path);
            }
            told.accept(exchange.getRequestMethod() + " " + path + " " + status);
        }
    }

    private boolean isSigned(HttpExchange exchange, byte[] body) {
        return header(exchange, RequestSignature.ACCOUNT)
                        .filter(account::equals)
                        .isPresent()
                && signature.holds(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        header(exchange, RequestSignature.TIMESTAMP),
                        header(exchange, RequestSignature.SIGNATURE),
                        body,
                        clock.instant());
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private synchronized int apps(HttpExchange exchange, Matcher path, byte[] body) throws IOException {
        String project = path.group(1);
        String app = path.group(2);
        Map<String, Use> ofProject = uses.computeIfAbsent(project, key -> new TreeMap<>());
        String asked = exchange.getRequestMethod() + (path.group(3) == null ? "" : " activate");
        if (app == null) {
            ObjectNode all = JSON.createObjectNode();
            ArrayNode items = all.putArray("items");
            ofProject.forEach((id, use) -> items.add(standing(id, use)));
            return asked.equals("GET") ? json(exchange, all) : send(exchange, 405, "text/plain", "");
        }
        return switch (asked) {
            case "PUT" -> {
                String version = JSON.readTree(body).path("version").asText();
                ofProject.put(app, use(ofProject, app, Optional.of(version)));
                yield json(exchange, standing(app, ofProject.get(app)));
            }
            case "DELETE" -> {
                // What was bought or tried stays so.
                ofProject.computeIfPresent(
                        app, (id, use) -> new Use(Optional.empty(), use.trialEndsAt(), use.bought()));
                yield send(exchange, 204, "text/plain", "");
            }
            case "POST activate" -> {
                Use use = use(
                        ofProject, app, Optional.ofNullable(ofProject.get(app)).flatMap(Use::version));
                ofProject.put(app, use);
                ObjectNode answer = standing(app, use);
                if (sold.containsKey(app) && !use.bought()) {
                    answer.put("consentAt", consentAt(exchange, project, app, JSON.readTree(body)));
                }
                yield json(exchange, answer);
            }
            default -> send(exchange, 405, "text/plain", "");
        };
    }

    /** A trial begins once. */
    private Use use(Map<String, Use> ofProject, String app, Optional<String> version) {
        Use before = ofProject.get(app);
        Instant end = before == null
                ? clock.instant()
                        .plus(Duration.ofDays(sold.getOrDefault(app, 0)))
                        .truncatedTo(ChronoUnit.SECONDS)
                : before.trialEndsAt();
        return new Use(version, end, before != null && before.bought());
    }

    private ObjectNode standing(String app, Use use) {
        ObjectNode json = JSON.createObjectNode().put("packageId", app);
        use.version().ifPresent(version -> json.put("version", version));
        if (!sold.containsKey(app)) {
            return json.put("status", "NOT_SOLD");
        }
        return use.bought()
                ? json.put("status", "BOUGHT")
                : json.put("status", "TRIAL")
                        .put("trialEndsAt", use.trialEndsAt().toString());
    }

    private String consentAt(HttpExchange exchange, String project, String app, JsonNode asked) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        open.put(
                token,
                new Open(
                        project,
                        app,
                        asked.path("returnTo").asText(),
                        asked.path("state").asText()));
        return "http://" + exchange.getRequestHeaders().getFirst("Host") + "/consent/" + token;
    }

    /** A page with a button; who presses it has bought the app, once. */
    private synchronized int consent(HttpExchange exchange, String token) throws IOException {
        Open asked = open.get(token);
        if (asked == null) {
            return send(exchange, 404, "text/plain", "This purchase is over");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return send(exchange, 200, "text/html; charset=utf-8", PAGE.formatted(asked.app()));
        }
        open.remove(token);
        uses.getOrDefault(asked.project(), new HashMap<>())
                .computeIfPresent(asked.app(), (id, use) -> new Use(use.version(), use.trialEndsAt(), true));
        exchange.getResponseHeaders().set("Location", asked.returnTo() + "?state=" + asked.state());
        return send(exchange, 303, "text/plain", "");
    }

    private int file(HttpExchange exchange, String path) throws IOException {
        Path file = folder.resolve(path.substring(1)).normalize();
        if (!exchange.getRequestMethod().equals("GET") || !file.startsWith(folder) || !Files.isRegularFile(file)) {
            return send(exchange, 404, "text/plain", "");
        }
        return send(exchange, 200, "application/octet-stream", Files.readAllBytes(file));
    }

    private static int json(HttpExchange exchange, JsonNode json) throws IOException {
        return send(exchange, 200, "application/json", json.toString());
    }

    private static int send(HttpExchange exchange, int status, String type, String text) throws IOException {
        return send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static int send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        return status;
    }
}
