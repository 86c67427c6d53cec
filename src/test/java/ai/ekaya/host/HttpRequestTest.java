package ai.ekaya.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.egress.Internet;
import ai.ekaya.egress.OutboundAnswer;
import ai.ekaya.egress.Peer;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.Secret;
import ai.ekaya.leak.Detector;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Scheme;
import ai.ekaya.store.Store;
import ai.ekaya.usage.Budgets;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments and answers; whole runs are in HttpRequestIT. */
class HttpRequestTest {
    private static final String URL = "\"url\": \"https://api.example.com/a\"";

    private final Internet internet = new Internet();
    private final Peer api = internet.https("api.example.com");

    @AfterEach
    void close() {
        internet.close();
    }

    /** A preview's door: it has no attempt. What is refused here is refused before any account is asked for. */
    @SuppressWarnings("NullAway")
    private String call(String arguments) {
        Store none = null;
        AuditLog nobody = null;
        Budgets budgets = new Budgets(none, Limits.defaults(), Clock.systemUTC(), nobody);
        Principal principal = new Principal(
                Principal.Kind.USER, new UserId(new UUID(0, 2)), "ada", false, Map.of(Internet.PROJECT, Role.AUTHOR));
        Set<String> methods = Set.of("GET", "POST", "HEAD");
        Capabilities draft = new Capabilities(
                Set.of("http_request"),
                List.of(
                        new HttpRule(Scheme.HTTPS, "api.example.com", 443, methods, "/", Optional.empty()),
                        new HttpRule(Scheme.HTTPS, "api.example.com", 443, methods, "/keyed", Optional.of("key"))),
                List.of(new Capabilities.Credential("key", new Capabilities.Inject.Header("X-Key", ""))),
                Map.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of(),
                Capabilities.Asked.NOTHING);
        CallScope scope = new CallScope(
                Internet.PROJECT,
                new AppId(new UUID(0, 3)),
                "my-app",
                new RunId(new UUID(0, 4)),
                Optional.empty(),
                principal,
                JsonNodeFactory.instance.objectNode().put("kind", "preview"),
                Set.of("http_request"),
                Set.of("http_request"),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                HttpReach.ofDraft(draft),
                DataReach.ofDraft(draft),
                1_000_000,
                42,
                5);
        return new Gate(
                        Limits.defaults(),
                        Clock.systemUTC(),
                        new Effects(null, null, Clock.systemUTC()),
                        (everybody, function) -> {},
                        project -> Map.of(),
                        List.of(new HttpRequest(internet.egress(), budgets, Limits.defaults())))
                .boundTo(scope, new Cancellation(), RunWatcher.NOBODY, Detector.of(List.of()))
                .call("http_request", arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"method\": \"GET\"}",
                "{" + URL + "}",
                "{\"method\": \"get\", " + URL + "}",
                "{\"method\": \"TRACE\", " + URL + "}",
                "{\"method\": \"GET\\r\\nHost: x\", " + URL + "}",
                "{\"method\": \"GET\", \"url\": 7}",
                "{\"method\": \"GET\", " + URL + ", \"body\": \"x\"}",
                "{\"method\": \"POST\", " + URL + ", \"body\": {}}",
                "{\"method\": \"POST\", " + URL + ", \"body\": \"x\", \"bodyBase64\": \"eA==\"}",
                "{\"method\": \"POST\", " + URL + ", \"bodyBase64\": \"no base64!\"}",
                "{\"method\": \"GET\", " + URL + ", \"headers\": [\"a\"]}",
                "{\"method\": \"GET\", " + URL + ", \"headers\": {\"a\": 1}}",
                "{\"method\": \"GET\", " + URL + ", \"headers\": {\"Cookie\": \"a=b\"}}",
                "{\"method\": \"GET\", " + URL + ", \"timeoutMillis\": 0}",
                "{\"method\": \"GET\", " + URL + ", \"timeoutMillis\": 300001}",
                "{\"method\": \"GET\", " + URL + ", \"timeout\": 5}"
            })
    void refuses_arguments_of_another_form(String arguments) {
        assertThat(call(arguments)).contains("\"code\":\"BAD_ARGUMENT\"");
        assertThat(internet.connected).isEmpty();
    }

    @Test
    void a_preview_sends_nothing_that_may_change_something() {
        assertThat(call("{\"method\": \"POST\", " + URL + ", \"body\": \"x\"}"))
                .contains("NOT_PERMITTED", "A POST may change something, and a preview sends none");
        assertThat(api.asked()).isEmpty();
        // What would be refused anyhow is refused for its own reason, so that its author sees it in the preview.
        assertThat(call("{\"method\": \"POST\", \"url\": \"https://other.example.com/\"}"))
                .contains("The package does not ask for POST at https://other.example.com");
    }

    @Test
    void a_preview_reads() {
        assertThat(call("{\"method\": \"GET\", " + URL + "}")).contains("\"status\":200", "\"body\":\"hello\"");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void a_preview_is_given_no_credential() {
        internet.secrets.put("key", new Secret("s3cret"));
        assertThat(call("{\"method\": \"GET\", \"url\": \"https://api.example.com/keyed\"}"))
                .contains("NOT_PERMITTED", "did not grant the credential 'key'");
        assertThat(api.asked()).isEmpty();
    }

    private static String answer(String type, byte[] body) {
        return HttpAnswer.json(new OutboundAnswer(200, Map.of("content-type", type), body))
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "application/problem+json; charset=utf-8, true",
        "text/html;charset=\"UTF-8\", true",
        "TEXT/PLAIN, true",
        "application/xml, true",
        "image/svg+xml, false",
        "application/octet-stream, false",
        "application/jsonx, false",
        "text/plain; charset=utf-7, false",
        "'', false"
    })
    void gives_text_as_text_and_anything_else_as_base64(String type, boolean text) {
        assertThat(answer(type, "ä".getBytes(StandardCharsets.UTF_8)))
                .contains(text ? "\"body\":\"ä\"" : "\"bodyBase64\":\"w6Q=\"");
    }

    @Test
    void reads_text_in_the_encoding_that_it_names_and_never_guesses() {
        assertThat(answer("text/plain; charset=iso-8859-1", new byte[] {(byte) 0xe4}))
                .contains("\"body\":\"ä\"");
        assertThat(answer("text/plain", new byte[] {(byte) 0xe4})).contains("\"bodyBase64\":\"5A==\"");
        assertThat(answer("", new byte[0])).contains("\"body\":\"\"");
    }
}
