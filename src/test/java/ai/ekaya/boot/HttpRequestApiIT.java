package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.egress.Peer;
import ai.ekaya.egress.TestCertificates;
import ai.ekaya.egress.TestProxy;
import ai.ekaya.pack.Packages;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests of apps on the whole product: through a proxy as enterprises have one, as nothing on loopback is ever reached directly. */
class HttpRequestApiIT {
    private static final String BASE = "/api/v1/projects/demo";
    /** Nothing else has this text, so that it can be searched for. */
    private static final String VALUE = "s3cret-on-the-wire-alone";

    private static final String APP = """
            const code = async (promise) => { try { return await promise; } catch (e) { return `${e.code}: ${e.message}`; } };
            export default async ({ host }) => ({
              one: await code(host.http.request({ method: 'GET', url: 'https://api.example.com/v1/one' })),
              posted: await code(host.http.request({ method: 'POST', url: 'https://api.example.com/v1/two', body: 'hello' })),
              loopback: await code(host.http.request({ method: 'GET', url: 'https://127.0.0.1/' })),
              other: await code(host.http.request({ method: 'GET', url: 'https://other.example.com/' })),
            });
            """;
    private static final String ASKS = """
            {"hostFunctions": ["http_request", "log"],
             "http": [{"host": "api.example.com", "methods": ["GET", "POST"], "pathPrefix": "/v1", "credential": "on-the-wire"},
                      {"host": "127.0.0.1", "methods": ["GET"]}],
             "credentials": [{"id": "on-the-wire", "inject": {"bearer": true}}]}""";

    private static final Peer PEER = Peer.tls(TestCertificates.KNOWN.server());
    private static final TestProxy PROXY = new TestProxy(PEER);
    private static LiveServer server;
    private static Api admin;

    @BeforeAll
    static void start() {
        PEER.answers(Peer.text("HTTP/1.1 200 OK\r\nContent-Type: application/json", "{\"a\":1}"));
        server = LiveServer.start(
                "egress",
                Map.of(
                        "EKAYA_ADMIN_PASSWORD",
                        LiveServer.ADMIN_PASSWORD,
                        "EKAYA_EGRESS_PROXY_HOST",
                        "127.0.0.1",
                        "EKAYA_EGRESS_PROXY_PORT",
                        Integer.toString(PROXY.port()),
                        "EKAYA_EGRESS_PROXY_USER",
                        TestProxy.USER,
                        "EKAYA_EGRESS_PROXY_PASSWORD",
                        TestProxy.PASSWORD,
                        "EKAYA_EGRESS_CA_FILE",
                        TestCertificates.KNOWN.pem().toString()));
        admin = Api.admin(server);
        assertThat(admin.put(BASE + "/secrets/on-the-wire", Map.of("value", VALUE))
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        server.close();
        PROXY.close();
        PEER.close();
    }

    @Test
    void an_app_calls_what_it_was_granted_and_its_secret_is_nowhere_but_on_the_wire() {
        Api.Answer installed = admin.postZip(
                BASE + "/apps?slug=calling",
                Packages.minimal()
                        .with("app.js", APP)
                        .with("capabilities.json", ASKS)
                        .zip());
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
        JsonNode run = admin.post(BASE + "/apps/calling/runs?wait=60s", "{}").json();
        assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("egressBytes").asLong()).isGreaterThan(1_000);
        String at = BASE + "/runs/" + run.path("id").asText();
        JsonNode output = admin.get(at + "/output").json();
        assertThat(output.at("/one/body").asText()).isEqualTo("{\"a\":1}");
        assertThat(output.at("/posted/status").asInt()).isEqualTo(200);
        assertThat(output.path("loopback").asText()).contains("NOT_PERMITTED", "loopback (RFC 1122)");
        assertThat(output.path("other").asText()).contains("NOT_PERMITTED", "does not ask for GET");
        assertThat(PEER.asked())
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked.header("Authorization")).containsExactly("Bearer " + VALUE));
        assertThat(PEER.asked().get(1).text()).isEqualTo("hello");
        assertThat(PROXY.heads).noneMatch(head -> head.contains("127.0.0.1") || head.contains("other"));
        for (String page :
                new String[] {at, at + "/calls", at + "/log", at + "/output", BASE + "/audit", BASE + "/usage"}) {
            assertThat(admin.get(page).toString()).as(page).doesNotContain(VALUE);
        }
        assertThat(server.serverLog()).doesNotContain(VALUE);
    }

    @Test
    void a_preview_sends_nothing_that_writes_and_no_secret() {
        int before = PEER.asked().size();
        JsonNode draft = admin.post(
                        BASE + "/drafts",
                        Map.of("name", "Calling", "files", Map.of("app.js", APP, "capabilities.json", ASKS)))
                .json();
        String path = BASE + "/drafts/" + draft.path("id").asText();
        JsonNode output =
                admin.post(path + "/preview", Map.of("input", Map.of())).json().path("output");
        assertThat(output.path("one").asText()).contains("NOT_PERMITTED", "did not grant the credential 'on-the-wire'");
        assertThat(output.path("posted").asText()).contains("NOT_PERMITTED", "a preview sends none");
        assertThat(PEER.asked()).hasSize(before);
    }
}
