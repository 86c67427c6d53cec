package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.web.MetricsText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EgressTest {
    private final Internet internet = new Internet();

    @AfterEach
    void close() {
        internet.close();
    }

    @Test
    void sends_what_was_asked_to_the_address_that_was_checked() {
        Peer api = internet.https("api.example.com");
        OutboundRequest request = Internet.request(
                        "POST", "https://api.example.com/a/%C3%A4?q=%2F&r", Internet.rule("api.example.com"))
                .withHeaders(List.of(new Header("X-Mine", "1"), new Header("Content-Type", "application/json")))
                .withBody("{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8));
        OutboundAnswer answer = internet.send(request);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(answer.headers()).containsExactly(java.util.Map.entry("content-type", "text/plain"));
        assertThat(internet.lookedUp).containsExactly("api.example.com");
        assertThat(internet.connected).containsExactly("93.184.216.10:443");
        Peer.Asked asked = api.asked().get(0);
        assertThat(asked.line()).isEqualTo("POST /a/%C3%A4?q=%2F&r HTTP/1.1");
        assertThat(asked.text()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(asked.sni()).containsExactly("api.example.com");
        assertThat(asked.headers())
                .containsExactlyInAnyOrder(
                        "X-Mine: 1",
                        "Content-Type: application/json",
                        "Accept-Encoding: gzip",
                        "Connection: close",
                        "Content-Length: 10",
                        "Host: api.example.com",
                        "User-Agent: Ekaya-Apps");
    }

    @Test
    void shows_neither_cookies_nor_what_belongs_to_the_connection() {
        internet.https("api.example.com")
                .answers(Peer.text(
                        "HTTP/1.1 404 Gone\r\nSet-Cookie: a=b\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nWWW-Authenticate: x\r\n"
                                + "X-Two: 1\r\nX-Two: 2\r\nKeep-Alive: 5",
                        "no"));
        OutboundAnswer answer =
                internet.send(Internet.request("GET", "https://api.example.com/", Internet.rule("api.example.com")));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsExactly(java.util.Map.entry("x-two", "1, 2"));
    }

    @Test
    void sends_nothing_that_is_not_listed() {
        Peer other = internet.https("other.example.com");
        OutboundRequest request =
                Internet.request("GET", "https://other.example.com/", Internet.rule("api.example.com"));
        assertThatThrownBy(() -> internet.send(request)).isInstanceOf(Refusal.class);
        assertThat(internet.lookedUp).isEmpty();
        assertThat(internet.connected).isEmpty();
        assertThat(other.asked()).isEmpty();
        assertThat(internet.meters.count("app", "NOT_PERMITTED")).isEqualTo(1);
    }

    @Test
    void reads_a_stream_as_it_comes_and_ends_it_when_closed() throws Exception {
        var second = new java.util.concurrent.CountDownLatch(1);
        internet.https("api.example.com").answers((asked, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(second);
            out.write("data: 2\n\n".getBytes(StandardCharsets.US_ASCII));
        });
        OutboundRequest request = OutboundRequest.ofPlatform(
                Internet.PROJECT, "llm", "POST", OutboundUrl.parse("https://api.example.com/"));
        try (OpenAnswer answer =
                internet.egress().open(request, new Cancellation(), OutboundWitness.NOBODY, OutboundScan.OF_NOTHING)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("content-type", "text/event-stream");
            assertThat(answer.body().readNBytes(9)).asString().isEqualTo("data: 1\n\n");
            second.countDown();
            assertThat(answer.body().readAllBytes()).asString().isEqualTo("data: 2\n\n");
        }
    }

    private static void await(java.util.concurrent.CountDownLatch latch) {
        try {
            assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tells_a_witness_how_far_it_came() {
        List<String> seen = new ArrayList<>();
        OutboundWitness witness = new OutboundWitness() {
            @Override
            public void sending() {
                seen.add("sending, connected " + internet.connected.size());
            }

            @Override
            public void answered() {
                seen.add("answered");
            }

            @Override
            public void moved(long bytesSent, long bytesReceived) {
                seen.add("moved " + (bytesSent > 100) + " " + (bytesReceived > 100));
            }
        };
        Peer api = internet.https("api.example.com");
        OutboundRequest request =
                Internet.request("POST", "https://api.example.com/", Internet.rule("api.example.com"));
        internet.egress().send(request, new Cancellation(), witness, OutboundScan.OF_NOTHING);
        assertThat(seen).containsExactly("sending, connected 1", "answered", "moved true true");

        seen.clear();
        api.answers(Peer.raw(""));
        assertThatThrownBy(() -> internet.egress().send(request, new Cancellation(), witness, OutboundScan.OF_NOTHING))
                .isInstanceOf(Refusal.class);
        assertThat(seen).containsExactly("sending, connected 2", "moved true true");

        seen.clear();
        api.close();
        assertThatThrownBy(() -> internet.egress().send(request, new Cancellation(), witness, OutboundScan.OF_NOTHING))
                .hasMessage("The host api.example.com takes no connection at port 443");
        assertThat(seen).containsExactly("moved false false");
    }

    @Test
    void sends_nothing_when_the_witness_says_no_at_the_last_moment() {
        Peer api = internet.https("api.example.com");
        OutboundWitness no = new OutboundWitness() {
            @Override
            public void sending() {
                throw new Refusal(ai.ekaya.limits.RefusalCode.CONFLICT, "Not any more");
            }

            @Override
            public void answered() {}

            @Override
            public void moved(long bytesSent, long bytesReceived) {}
        };
        OutboundRequest request =
                Internet.request("POST", "https://api.example.com/", Internet.rule("api.example.com"));
        assertThatThrownBy(() -> internet.egress().send(request, new Cancellation(), no, OutboundScan.OF_NOTHING))
                .hasMessage("Not any more");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void counts_by_purpose_and_end_and_never_by_host() {
        internet.https("api.example.com");
        internet.send(Internet.request("GET", "https://api.example.com/", Internet.rule("api.example.com")));
        MetricsText text = new MetricsText();
        internet.meters.writeTo(text);
        assertThat(text.toString())
                .contains("ekaya_egress_requests_total{outcome=\"2xx\",purpose=\"app\"} 1")
                .contains("ekaya_egress_bytes_total{direction=\"sent\"} ")
                .doesNotContain("example");
    }
}
