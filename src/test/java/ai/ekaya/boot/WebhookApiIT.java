package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Triggers and signed deliveries on the whole product. */
class WebhookApiIT {
    /** Behind demo by its name: a browser's first page is that of the first project. */
    private static final String PROJECT = "triggers";

    private static final String BASE = "/api/v1/projects/" + PROJECT;
    private static final String TRIGGERS = BASE + "/apps/my-app/triggers";

    private static LiveServer server;
    private static Api admin;

    private String address;
    private String secret;

    @BeforeAll
    static void start() {
        server = LiveServer.shared();
        admin = Api.admin(server);
        Api.Answer made = admin.post("/api/v1/projects", Map.of("name", PROJECT));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }

    @BeforeEach
    void install() {
        admin.delete(BASE + "/apps/my-app?data=purge");
        Packages app = Packages.minimal()
                .with("app.js", "export default ({input, trigger}) => ({input, trigger})")
                .manifest("\"execution\": {\"triggers\": [\"installed\", \"webhook\"]}");
        Api.Answer installed = admin.postZip(BASE + "/apps", app.zip());
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
        Api.Answer made = admin.post(TRIGGERS, Map.of("name", "orders"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.response().headers().firstValue("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith(TRIGGERS + "/orders"));
        address = made.json().at("/trigger/address").asText();
        secret = made.json().path("secret").asText();
    }

    private static String signature(String secret, String id, String at, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            return "v1,"
                    + Base64.getEncoder()
                            .encodeToString(mac.doFinal((id + "." + at + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Api.Answer deliver(Api as, String id, String body) {
        String at = String.valueOf(Instant.now().getEpochSecond());
        return as.with("webhook-id", id)
                .with("webhook-timestamp", at)
                .with("webhook-signature", signature(secret, id, at, body))
                .send("POST", address, BodyPublishers.ofString(body), "application/json");
    }

    private static Api nobody() {
        return Api.anonymous(server.uri("/"));
    }

    private static String id() {
        return "msg_" + UUID.randomUUID();
    }

    @Test
    void the_pages_example_works_as_pasted() throws IOException, InterruptedException {
        Matcher example = Pattern.compile("<!-- executed by WebhookApiIT -->\\s*```sh\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/triggers.md")));
        assertThat(example.find()).as("the page has its example").isTrue();
        Path printed = Path.of("target/triggers-example.log");
        ProcessBuilder shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        "set -euo pipefail\n"
                                + example.group(1).replace("localhost:9080", "localhost:" + server.httpPort()))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        shell.environment().put("ADDRESS", address);
        shell.environment().put("SECRET", secret);
        Process process = shell.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String output = Files.readString(printed);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("202", "\"run\":", "Location: ");
    }

    @Test
    void a_delivery_needs_no_session_and_is_a_run() {
        String id = id();
        Api.Answer taken = deliver(nobody(), id, "{\"order\": 17}");
        assertThat(taken.status()).as(taken.toString()).isEqualTo(202);
        String run = taken.json().path("run").asText();
        assertThat(taken.response().headers().firstValue("Location"))
                .hasValueSatisfying(at -> assertThat(at).endsWith("/runs/" + run));
        Waiting.until(
                "the run has ended",
                30,
                () -> admin.get(BASE + "/runs/" + run)
                        .json()
                        .path("state")
                        .asText()
                        .equals("ENDED"));
        JsonNode output = admin.get(BASE + "/runs/" + run + "/output").json();
        assertThat(output.at("/input/order").asInt()).isEqualTo(17);
        assertThat(output.at("/trigger/hook").asText()).isEqualTo("orders");
        assertThat(output.at("/trigger/deliveryId").asText()).isEqualTo(id);
        assertThat(admin.get(BASE + "/runs/" + run).json().at("/principal/kind").asText())
                .isEqualTo("trigger");

        Api.Answer again = deliver(nobody(), id, "{\"order\": 18}");
        assertThat(again.status()).as(again.toString()).isEqualTo(200);
        assertThat(again.json().path("run").asText()).isEqualTo(run);
        assertThat(again.json().path("duplicate").asBoolean()).isTrue();
        JsonNode shown = hook();
        assertThat(shown.at("/last/run").asText()).isEqualTo(run);
        assertThat(shown.at("/last/outcome").asText()).isEqualTo("STARTED");
    }

    private static JsonNode hook() {
        for (JsonNode one : admin.get(TRIGGERS).json().path("items")) {
            if (one.path("kind").asText().equals("webhook")) {
                return one;
            }
        }
        throw new AssertionError("No webhook is listed");
    }

    /** A browser that is signed in sends its cookie along, and a sender no CSRF header. */
    @Test
    void a_session_changes_nothing() {
        Api person = Api.admin(server).without("X-Ekaya-Csrf");
        assertThat(deliver(person, id(), "{}").status()).isEqualTo(202);
        secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(deliver(person, id(), "{}").status()).isEqualTo(401);
    }

    @Test
    void a_wrong_signature_and_an_unknown_address_answer_alike() {
        String right = secret;
        secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        Api.Answer wrong = deliver(nobody(), id(), "{\"order\": 17}");
        secret = right;
        address = address + "x";
        Api.Answer unknown = deliver(nobody(), id(), "{\"order\": 17}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.json().path("detail")).isEqualTo(wrong.json().path("detail"));
        assertThat(unknown.response().headers().map().keySet())
                .isEqualTo(wrong.response().headers().map().keySet());
        Api.Answer unsigned = nobody().post(address, Map.of());
        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(unsigned.json().path("detail").asText()).startsWith("Header webhook-id is missing");
    }

    @Test
    void headers_that_come_twice_are_refused() {
        String at = String.valueOf(Instant.now().getEpochSecond());
        String signed = signature(secret, "twice", at, "{}");
        for (String again : List.of("webhook-id: twice", "webhook-timestamp: " + at, "webhook-signature: " + signed)) {
            String answer = new RawRequest("POST " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 2\r\nwebhook-id: twice\r\nwebhook-timestamp: "
                            + at + "\r\nwebhook-signature: " + signed + "\r\n" + again + "\r\n\r\n{}")
                    .sendTo(server);
            assertThat(answer).startsWith("HTTP/1.1 401").contains("came 2 times");
        }
        assertThat(hook().has("last")).isFalse();
    }

    @Test
    void large_bodies_are_refused_to_everybody() {
        Api.Answer announced = deliver(nobody(), id(), "\"" + "x".repeat(2 << 20) + "\"");
        assertThat(announced.status()).as(announced.toString()).isEqualTo(413);
        Api.Answer little = deliver(nobody(), id(), "\"" + "x".repeat(256 << 10) + "\"");
        assertThat(little.status()).as(little.toString()).isEqualTo(422);
        assertThat(hook().has("last")).isFalse();
    }

    @Test
    void a_budget_that_is_used_up_says_when_to_come_back() {
        admin.put(BASE + "/usage/budgets/apps/my-app", Map.of("runs", 0));
        try {
            Waiting.until(
                    "the budget is known",
                    10,
                    () -> deliver(nobody(), id(), "{}").status() == 429);
            Api.Answer over = deliver(nobody(), id(), "{}");
            assertThat(over.response().headers().firstValue("Retry-After"))
                    .hasValueSatisfying(
                            after -> assertThat(Long.parseLong(after)).isBetween(1L, 86_400L));
            assertThat(hook().path("refusedWhy").asText()).contains("runs");
        } finally {
            admin.put(BASE + "/usage/budgets/apps/my-app", Map.of());
        }
    }

    @Test
    void a_webhook_whose_name_is_no_text_is_not_made() {
        Api.Answer number = admin.post(TRIGGERS, Map.of("name", 5));
        assertThat(number.status()).as(number.toString()).isEqualTo(400);
        assertThat(number.json().path("detail").asText())
                .isEqualTo("'name' in the body is a whole number, expected a string");
        assertThat(admin.post(TRIGGERS, Map.of()).status()).isEqualTo(400);
        assertThat(admin.post(TRIGGERS, Map.of("name", "fine", "secret", "x")).status())
                .isEqualTo(400);
        assertThat(admin.get(BASE + "/apps/my-app").json().path("triggers").toString())
                .doesNotContain("\"fine\"");
    }

    @Test
    void a_webhook_is_switched_rotated_and_removed() {
        assertThat(admin.patch(TRIGGERS + "/orders", Map.of("enabled", false))
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("OFF");
        Api.Answer off = deliver(nobody(), id(), "{}");
        assertThat(off.status()).as(off.toString()).isEqualTo(409);
        assertThat(admin.patch(TRIGGERS + "/orders", Map.of("enabled", true))
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("ON");
        String before = secret;
        Api.Answer rotated = admin.post(TRIGGERS + "/orders/rotate", Map.of("overlapSeconds", 0));
        assertThat(rotated.status()).as(rotated.toString()).isEqualTo(200);
        assertThat(deliver(nobody(), id(), "{}").status()).isEqualTo(401);
        secret = rotated.json().path("secret").asText();
        assertThat(secret).isNotEqualTo(before);
        assertThat(deliver(nobody(), id(), "{}").status()).isEqualTo(202);
        assertThat(admin.get(TRIGGERS) + "" + admin.get(TRIGGERS + "/orders/wakes"))
                .doesNotContain("whsec_");
        for (Object wrong : List.of("x", -1, 1.5, 604_801)) {
            assertThat(admin.post(TRIGGERS + "/orders/rotate", Map.of("overlapSeconds", wrong))
                            .status())
                    .isEqualTo(400);
        }
        assertThat(admin.patch(TRIGGERS + "/orders", Map.of()).status()).isEqualTo(400);
        assertThat(admin.delete(TRIGGERS + "/installed").status()).isEqualTo(409);
        assertThat(admin.delete(TRIGGERS + "/orders").status()).isEqualTo(204);
        assertThat(deliver(nobody(), id(), "{}").status()).isEqualTo(401);
        assertThat(admin.get(TRIGGERS + "/orders/wakes").status()).isEqualTo(404);
    }

    @Test
    void an_installed_app_is_woken_within_seconds() {
        Waiting.until(
                "its run has begun",
                20,
                () -> admin.get(TRIGGERS + "/installed/wakes")
                        .json()
                        .at("/items/0/outcome")
                        .asText()
                        .equals("STARTED"));
        assertThat(admin.get(TRIGGERS + "/installed/wakes").json().path("items"))
                .hasSize(1);
        assertThat(admin.get(BASE + "/apps/my-app").json().path("triggers"))
                .extracting(JsonNode::asText)
                .containsExactly("installed", "webhook");
    }
}
