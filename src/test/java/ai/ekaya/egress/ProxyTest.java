package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Scheme;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {
    private final Internet internet = new Internet();
    private final Peer api = internet.https("api.example.com");
    private final TestProxy proxy = new TestProxy(api);

    @BeforeEach
    void start() {
        internet.name("proxy.internal", List.of("10.0.0.8"));
        through(Optional.of(new EgressSettings.Login(TestProxy.USER, new Secret(TestProxy.PASSWORD))));
    }

    @AfterEach
    void close() {
        proxy.close();
        internet.close();
    }

    private void through(Optional<EgressSettings.Login> login) {
        internet.settings = new EgressSettings(
                AllowedPrivate.parse("model.internal:8000"),
                Optional.of(new EgressSettings.Proxy("proxy.internal", 3128, login)),
                Optional.empty());
        internet.plays("10.0.0.8:3128", proxy.port());
    }

    private OutboundRequest request() {
        return Internet.request("GET", "https://api.example.com/a", Internet.rule("api.example.com"));
    }

    @Test
    void tunnels_https_through_the_proxy_which_sees_the_host_alone() {
        assertThat(internet.send(request()).status()).isEqualTo(200);
        assertThat(internet.connected).containsOnly("10.0.0.8:3128");
        assertThat(proxy.heads).last().asString().startsWith("CONNECT api.example.com:443 HTTP/1.1");
        assertThat(String.join("", proxy.heads)).doesNotContain("/a");
        assertThat(api.asked().get(0).header("Proxy-Authorization")).isEmpty();
        assertThat(api.asked().get(0).sni()).containsExactly("api.example.com");
    }

    @Test
    void asks_the_proxy_for_plain_http() {
        internet.name("plain.example.com", List.of("93.184.216.200"));
        HttpRule rule = new HttpRule(Scheme.HTTP, "plain.example.com", 80, Set.of("GET"), "/", Optional.empty());
        OutboundAnswer answer = internet.send(Internet.request("GET", "http://plain.example.com/b", rule));
        assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).isEqualTo("plain");
        assertThat(proxy.heads).last().asString().startsWith("GET http://plain.example.com/b HTTP/1.1");
    }

    @Test
    void holds_the_policy_behind_a_proxy_too() {
        internet.name("api.example.com", List.of("10.0.0.1"));
        assertThatThrownBy(() -> internet.send(request())).hasMessageContaining("private (RFC 1918)");
        assertThatThrownBy(() -> internet.send(Internet.request("GET", "https://other.example.com/")))
                .isInstanceOf(Refusal.class);
        HttpRule literal = Internet.rule("127.0.0.1");
        assertThatThrownBy(() -> internet.send(Internet.request("GET", "https://127.0.0.1/", literal)))
                .hasMessageContaining("loopback");
        assertThat(proxy.heads).isEmpty();
        assertThat(internet.connected).isEmpty();
    }

    @Test
    void leaves_a_name_that_is_unknown_here_to_the_proxy() {
        internet.forget("api.example.com");
        assertThat(internet.send(request()).status()).isEqualTo(200);
    }

    @Test
    void goes_past_the_proxy_to_what_the_operator_named_as_private() {
        internet.name("model.internal", List.of("192.168.3.4"));
        internet.plays("192.168.3.4:8000", Peer.plain().answers(Peer.text("HTTP/1.1 200 OK", "x")));
        OutboundRequest model = OutboundRequest.ofPlatform(
                Internet.PROJECT, "llm", "POST", OutboundUrl.parse("http://model.internal:8000/v1"));
        assertThat(internet.send(model).status()).isEqualTo(200);
        assertThat(proxy.heads).isEmpty();
    }

    @Test
    void says_that_the_proxy_refuses_and_nothing_that_it_wrote() {
        proxy.open = false;
        assertThatThrownBy(() -> internet.send(request()))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
                    assertThat(refusal.reason()).isEqualTo("The proxy lets nothing through to https://api.example.com");
                });
        through(Optional.empty());
        proxy.open = true;
        assertThatThrownBy(() -> internet.send(request()))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
                    assertThat(refusal.isLasting())
                            .as("a login that it does not take")
                            .isTrue();
                });
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403,true", "502,false", "503,false", "504,false"})
    void what_the_proxy_is_set_to_lasts_and_what_it_cannot_reach_now_does_not(int status, boolean lasts) {
        proxy.open = false;
        proxy.refusesWith = status;
        assertThatThrownBy(() -> internet.send(request()))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
                    assertThat(refusal.isLasting()).isEqualTo(lasts);
                });
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void what_is_beside_the_server_is_spoken_to_past_the_proxy() {
        through(Optional.empty());
        Peer beside = Peer.plain().answers(Peer.text("HTTP/1.1 200 OK", "here"));
        internet.plays("127.0.0.1:8081", beside);
        OutboundRequest platforms =
                OutboundRequest.ofPlatform(Internet.PROJECT, "llm", "GET", OutboundUrl.parse("http://127.0.0.1:8081/"));
        OutboundRequest request = new OutboundRequest(
                platforms.project(),
                new Reach.Loopback("llm"),
                platforms.method(),
                platforms.url(),
                List.of(),
                Optional.empty(),
                Authority.NONE,
                platforms.timeout(),
                platforms.answerBytesMax(),
                Optional.empty());
        assertThat(internet.send(request).status()).isEqualTo(200);
        assertThat(proxy.heads).isEmpty();
        assertThatThrownBy(() -> internet.send(platforms)).isInstanceOf(Refusal.class);
        assertThat(beside.asked()).hasSize(1);
    }

    @Test
    void reads_its_settings_and_refuses_half_of_them() {
        Map<String, String> given = Map.of(
                "ekaya.egress.proxy-host", "proxy.internal",
                "ekaya.egress.proxy-port", "3128",
                "ekaya.egress.proxy-user", "me",
                "ekaya.egress.proxy-password", "pw",
                "ekaya.egress.allowed-private", "10.0.0.0/8",
                "ekaya.egress.ca-file", "/a.pem");
        EgressSettings read = EgressSettings.read(key -> Optional.ofNullable(given.get(key)));
        assertThat(read.proxy())
                .contains(new EgressSettings.Proxy(
                        "proxy.internal", 3128, Optional.of(new EgressSettings.Login("me", new Secret("pw")))));
        assertThat(read.allowedPrivate().ranges()).hasSize(1);
        assertThat(read.caFile()).contains("/a.pem");
        assertThat(read.toString()).doesNotContain("pw,").contains("***");
        assertThat(EgressSettings.read(key -> Optional.empty()).proxy()).isEmpty();
        assertThatThrownBy(() -> EgressSettings.read(
                        key -> key.endsWith("host") ? Optional.of("proxy.internal") : Optional.empty()))
                .hasMessageContaining("ekaya.egress.proxy-port is missing");
        assertThatThrownBy(() ->
                        EgressSettings.read(key -> key.contains("proxy") ? Optional.of("99999") : Optional.empty()))
                .hasMessageContaining("expected 1 to 65535");
        assertThatThrownBy(() -> Trust.context(Optional.of("/there/is/no/such.pem")))
                .hasMessageContaining("ekaya.egress.ca-file");
    }
}
