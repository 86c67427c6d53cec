package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Scheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {
    private static final String LOGIN = Base64.getEncoder().encodeToString("me:pw".getBytes(StandardCharsets.UTF_8));

    private final Internet internet = new Internet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private ServerSocket proxy;
    private Peer api;
    private volatile boolean open = true;

    @BeforeEach
    void start() throws IOException {
        api = internet.https("api.example.com");
        proxy = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofPlatform().daemon().start(this::listen);
        internet.name("proxy.internal", List.of("10.0.0.8"));
        through(Optional.of(new EgressSettings.Login("me", new Secret("pw"))));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        internet.close();
    }

    private void through(Optional<EgressSettings.Login> login) {
        internet.settings = new EgressSettings(
                AllowedPrivate.parse("model.internal:8000"),
                Optional.of(new EgressSettings.Proxy("proxy.internal", 3128, login)),
                Optional.empty());
        internet.plays("10.0.0.8:3128", proxy.getLocalPort());
    }

    private void listen() {
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** A proxy that wants a login, and tunnels to the scripted server whatever the name. */
    private void serve(Socket client) {
        try (client) {
            while (true) {
                String head = head(client.getInputStream());
                heads.add(head);
                OutputStream out = client.getOutputStream();
                if (!head.contains("Proxy-Authorization: Basic " + LOGIN)) {
                    write(
                            out,
                            "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
                    continue;
                }
                if (!open) {
                    write(out, "HTTP/1.1 403 No s3cret\r\nContent-Length: 0\r\n\r\n");
                    return;
                }
                if (!head.startsWith("CONNECT ")) {
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain");
                    return;
                }
                write(out, "HTTP/1.1 200 Connected\r\n\r\n");
                tunnel(client);
                return;
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket server = new Socket("127.0.0.1", api.port())) {
            Thread back = Thread.ofPlatform().daemon().start(() -> copy(server, client));
            client.getInputStream().transferTo(server.getOutputStream());
            back.interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them went away.
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("gone");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private OutboundRequest request() {
        return Internet.request("GET", "https://api.example.com/a", Internet.rule("api.example.com"));
    }

    @Test
    void tunnels_https_through_the_proxy_which_sees_the_host_alone() {
        assertThat(internet.send(request()).status()).isEqualTo(200);
        assertThat(internet.connected).containsOnly("10.0.0.8:3128");
        assertThat(heads).last().asString().startsWith("CONNECT api.example.com:443 HTTP/1.1");
        assertThat(String.join("", heads)).doesNotContain("/a");
        assertThat(api.asked().get(0).header("Proxy-Authorization")).isEmpty();
        assertThat(api.asked().get(0).sni()).containsExactly("api.example.com");
    }

    @Test
    void asks_the_proxy_for_plain_http() {
        internet.name("plain.example.com", List.of("93.184.216.200"));
        HttpRule rule = new HttpRule(Scheme.HTTP, "plain.example.com", 80, Set.of("GET"), "/", Optional.empty());
        OutboundAnswer answer = internet.send(Internet.request("GET", "http://plain.example.com/b", rule));
        assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).isEqualTo("plain");
        assertThat(heads).last().asString().startsWith("GET http://plain.example.com/b HTTP/1.1");
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
        assertThat(heads).isEmpty();
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
        assertThat(heads).isEmpty();
    }

    @Test
    void says_that_the_proxy_refuses_and_nothing_that_it_wrote() {
        open = false;
        assertThatThrownBy(() -> internet.send(request()))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE);
                    assertThat(refusal.reason()).isEqualTo("The proxy lets nothing through to https://api.example.com");
                });
        through(Optional.empty());
        open = true;
        assertThatThrownBy(() -> internet.send(request()))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(api.asked()).isEmpty();
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
