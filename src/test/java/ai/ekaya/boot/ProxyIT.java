package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that other machines reach, behind a proxy on loopback that it was told of. Who comes to this machine's own outer address is
 * another machine to it. The twin, whom nobody told of a proxy, is in {@link AuditApiIT}.
 */
class ProxyIT {
    private static final String CREDENTIALS =
            "{\"user\": \"admin\", \"password\": \"" + LiveServer.ADMIN_PASSWORD + "\"}";
    private static final String CLIENT = "X-Forwarded-For: 203.0.113.9";
    private static final String OVER_TLS = "X-Forwarded-Proto: https";
    private static final String PLAIN_COOKIE = "Set-Cookie: ekaya_session=";
    private static final String SECURE_COOKIE = "Set-Cookie: __Host-ekaya_session=";

    private static LiveServer server;

    @BeforeAll
    static void start() {
        server = LiveServer.start(
                "proxied",
                Map.of(
                        "EKAYA_ADMIN_PASSWORD",
                        LiveServer.ADMIN_PASSWORD,
                        "HTTP_HOST",
                        "*",
                        "TRUSTED_PROXIES",
                        "127\\.0\\.0\\.1|0:0:0:0:0:0:0:1|::1"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String outerAddress() throws IOException {
        Optional<String> address = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                .map(each -> each.getHostAddress())
                .findFirst();
        assumeTrue(address.isPresent(), "This machine has no address but loopback");
        return address.get();
    }

    private static RawRequest signIn(String... headers) {
        List<String> all = new java.util.ArrayList<>(List.of(headers));
        all.add("Content-Type: application/json");
        all.add("Content-Length: " + CREDENTIALS.length());
        return new RawRequest(
                RawRequest.get("/api/v1/session", all.toArray(String[]::new))
                                .head()
                                .replace("GET ", "POST ") + "\r\n" + CREDENTIALS);
    }

    @Test
    void the_audit_tells_the_clients_address_and_not_the_proxys() {
        assertThat(signIn(CLIENT, OVER_TLS).sendTo(server)).startsWith("HTTP/1.1 200 ");
        assertThat(Api.admin(server)
                        .get("/api/v1/audit?type=SIGNED_IN&text=203.0.113.9")
                        .status())
                .isEqualTo(200);
        assertThat(Api.admin(server).get("/api/v1/audit?type=SIGNED_IN").json().findValuesAsText("address"))
                .contains("203.0.113.9");
    }

    @Test
    void a_password_is_taken_over_tls_as_the_proxy_says_and_on_this_machine() {
        assertThat(signIn(CLIENT, OVER_TLS).sendTo(server))
                .startsWith("HTTP/1.1 200 ")
                .contains(SECURE_COOKIE);
        assertThat(signIn("Forwarded: for=203.0.113.9;proto=https").sendTo(server))
                .startsWith("HTTP/1.1 200 ")
                .contains(SECURE_COOKIE);
        assertThat(signIn().sendTo(server)).startsWith("HTTP/1.1 200 ").contains(PLAIN_COOKIE);
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENT, CLIENT + "\r\nX-Forwarded-Proto: http", "Forwarded: for=203.0.113.9"})
    void and_not_when_the_proxy_got_it_in_the_clear(String headers) {
        assertThat(signIn(headers).sendTo(server)).satisfies(ProxyIT::saysToUseTls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                OVER_TLS,
                CLIENT + "\r\n" + OVER_TLS,
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For: 127.0.0.1\r\n" + OVER_TLS,
                "Forwarded: for=127.0.0.1;proto=https",
                "$WSIS: true",
                "$WSSC: https",
                "$WSRA: 127.0.0.1",
                "$WSIS: true\r\n$WSSC: https\r\n$WSRA: 127.0.0.1\r\n$WSSN: localhost",
                "X-Forwarded-Ssl: on",
                "Front-End-Https: on"
            })
    void nor_from_another_machine_whatever_it_says_of_itself(String headers) throws IOException {
        saysToUseTls(signIn(headers).sendTo(outerAddress(), server.httpPort()));
    }

    private static void saysToUseTls(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .contains("application/problem+json")
                .contains("takes no password or token in the clear, use https://")
                .doesNotContain("Set-Cookie");
    }

    @Test
    void people_are_led_to_tls_and_programs_are_told() throws IOException {
        String outside = outerAddress();
        int port = server.httpPort();
        RawRequest toUsualPort = RawRequest.get("/p/demo/runs?app=x%20y", "Accept: text/html");
        RawRequest toOurs = new RawRequest(toUsualPort.head().replace("Host: localhost", "Host: localhost:" + port));
        assertThat(toUsualPort.sendTo(outside, port))
                .startsWith("HTTP/1.1 308 ")
                .contains("Location: https://localhost/p/demo/runs?app=x%20y\r\n");
        assertThat(toOurs.sendTo(outside, port))
                .startsWith("HTTP/1.1 308 ")
                .contains("Location: https://localhost:" + server.httpsPort() + "/p/demo/runs?app=x%20y\r\n")
                .contains("Content-Security-Policy: ");
        assertThat(RawRequest.get("/metrics").sendTo(outside, port)).satisfies(ProxyIT::saysToUseTls);
        assertThat(RawRequest.get("/api/v1/me", "Authorization: Bearer eka_x").sendTo(outside, port))
                .satisfies(ProxyIT::saysToUseTls);
        assertThat(RawRequest.get("/health/ready").sendTo(outside, port))
                .as("a probe knows no TLS")
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawRequest.get("/p/demo").sendTo(server))
                .as("on this machine")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void over_tls_another_machine_is_served() throws IOException {
        assertThat(signIn().sendOverTlsTo(outerAddress(), server.httpsPort()))
                .startsWith("HTTP/1.1 200 ")
                .contains(SECURE_COOKIE);
    }
}
