package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBodyTest {
    private static final String OK = "HTTP/1.1 200 OK";
    private static final int MAX = 1 << 20;

    private final Internet internet = new Internet();
    private final Peer api = internet.https("api.example.com");
    private final AtomicLong written = new AtomicLong();

    @AfterEach
    void close() {
        internet.close();
    }

    private OutboundRequest request() {
        return Internet.request("GET", "https://api.example.com/", Internet.rule("api.example.com"))
                .within(Duration.ofSeconds(20), MAX);
    }

    private void refused(RefusalCode code, Peer.Script script) {
        refused(code, request(), script);
    }

    private void refused(RefusalCode code, OutboundRequest request, Peer.Script script) {
        api.answers(script);
        assertThatThrownBy(() -> internet.send(request))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }

    private void endless(OutputStream out, String head, byte[] again) throws IOException {
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        for (int round = 0; round < 100_000; round++) {
            out.write(again);
            written.addAndGet(again.length);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
                zip.write(bytes);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takes_an_answer_at_the_bound_and_not_one_byte_more() {
        api.answers(Peer.bytes(OK, new byte[MAX]));
        assertThat(internet.send(request()).body()).hasSize(MAX);
        refused(RefusalCode.LIMIT, Peer.bytes(OK, new byte[MAX + 1]));
    }

    @Test
    void ends_endless_chunks_at_the_bound() {
        byte[] chunk = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        refused(RefusalCode.LIMIT, (asked, out) -> endless(out, OK + "\r\nTransfer-Encoding: chunked\r\n\r\n", chunk));
        assertThat(written.get()).isLessThan(64L << 20);
    }

    @Test
    void ends_an_endless_body_without_a_length_at_the_bound() {
        refused(RefusalCode.LIMIT, (asked, out) -> endless(out, OK + "\r\n\r\n", new byte[0x4000]));
        assertThat(written.get()).isLessThan(64L << 20);
    }

    @Test
    void ends_endless_headers_and_a_line_without_end() {
        byte[] header = "X-More: y\r\n".getBytes(StandardCharsets.US_ASCII);
        refused(RefusalCode.LIMIT, (asked, out) -> endless(out, OK + "\r\n", header));
        refused(RefusalCode.LIMIT, (asked, out) -> endless(out, OK + "\r\nX-Long: ", new byte[] {'y'}));
    }

    @Test
    void believes_no_length_that_is_a_lie() {
        refused(RefusalCode.LIMIT, Peer.raw(OK + "\r\nContent-Length: 99999999999\r\n\r\nshort"));
        refused(RefusalCode.UPSTREAM, Peer.raw(OK + "\r\nContent-Length: 100\r\n\r\nshort"));
        refused(RefusalCode.UPSTREAM, Peer.raw(OK + "\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nshort"));
        // More than was said is another answer, which nobody asked for.
        api.answers(Peer.raw(OK + "\r\nContent-Length: 5\r\n\r\nshortHTTP/1.1 200 OK\r\n\r\nmore"));
        assertThat(new String(internet.send(request()).body(), StandardCharsets.US_ASCII))
                .isEqualTo("short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n"})
    void says_that_a_peer_speaks_no_http(String text) {
        refused(RefusalCode.UPSTREAM, Peer.raw(text));
    }

    @Test
    void unpacks_gzip_within_the_bound() {
        byte[] random = new byte[100_000];
        new Random(7).nextBytes(random);
        api.answers(Peer.bytes(OK + "\r\nContent-Encoding: gzip", gzip(random)));
        OutboundAnswer answer = internet.send(request());
        assertThat(answer.body()).isEqualTo(random);
        assertThat(answer.headers()).doesNotContainKeys("content-encoding", "content-length");
    }

    @Test
    void ends_a_bomb_at_the_bound_or_at_its_ratio() {
        byte[] bomb = gzip(new byte[50 << 20]);
        refused(RefusalCode.LIMIT, Peer.bytes(OK + "\r\nContent-Encoding: gzip", bomb));
        api.answers(Peer.bytes(OK + "\r\nContent-Encoding: gzip", gzip(new byte[900_000])));
        assertThatThrownBy(() -> internet.send(request()))
                .hasMessage("The answer of api.example.com unpacks to more than 200 times its size");
    }

    @Test
    void unpacks_no_coding_that_was_not_asked_for_and_none_on_top_of_another() throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(new byte[50 << 20]);
        }
        refused(RefusalCode.UPSTREAM, Peer.bytes(OK + "\r\nContent-Encoding: deflate", deflated.toByteArray()));
        byte[] twice = gzip(gzip(new byte[50 << 20]));
        refused(RefusalCode.UPSTREAM, Peer.bytes(OK + "\r\nContent-Encoding: gzip, gzip", twice));
        refused(RefusalCode.UPSTREAM, Peer.bytes(OK + "\r\nContent-Encoding: br", twice));
        refused(
                RefusalCode.UPSTREAM,
                Peer.bytes(OK + "\r\nContent-Encoding: gzip", "no gzip".getBytes(StandardCharsets.US_ASCII)));
        byte[] cut = java.util.Arrays.copyOf(gzip(new byte[1_000]), 15);
        refused(RefusalCode.UPSTREAM, Peer.bytes(OK + "\r\nContent-Encoding: gzip", cut));
    }

    private Peer.Script drip(String head, String again) {
        return (asked, out) -> {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            for (int round = 0; round < 400; round++) {
                out.write(again.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                pause();
            }
        };
    }

    /** What a slow peer is; nothing is waited for by it. */
    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }

    @Test
    void a_slow_drip_ends_with_the_time_that_the_request_has() {
        OutboundRequest quick = request().within(Duration.ofMillis(700), MAX);
        long started = System.nanoTime();
        refused(RefusalCode.TIMEOUT, quick, drip(OK + "\r\n\r\n", "x"));
        refused(RefusalCode.TIMEOUT, quick, drip(OK + "\r\nX-Slow: ", "x"));
        refused(RefusalCode.TIMEOUT, quick, drip("", "HTTP/1.1 100 Continue\r\n\r\n"));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_peer_that_says_nothing_ends_with_the_time_that_the_request_has() {
        refused(RefusalCode.TIMEOUT, request().within(Duration.ofMillis(500), MAX), drip("", ""));
    }

    @Test
    void a_run_that_is_stopped_stops_its_request() throws Exception {
        var begun = new java.util.concurrent.CountDownLatch(1);
        api.answers((asked, out) -> {
            begun.countDown();
            drip(OK + "\r\n\r\n", "x").play(asked, out);
        });
        Cancellation cancellation = new Cancellation();
        var sent = java.util.concurrent.CompletableFuture.supplyAsync(
                () -> {
                    try {
                        internet.egress().send(request(), cancellation);
                        return "answered";
                    } catch (Refusal refusal) {
                        return refusal.code() + " " + refusal.reason();
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
        assertThat(begun.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        cancellation.cancel(Cancellation.Cause.REQUESTED);
        assertThat(sent.get(10, java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo("TIMEOUT The run was stopped while the request was made");
    }

    @Test
    void a_request_of_a_run_that_is_already_stopped_is_not_sent() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel(Cancellation.Cause.TIMEOUT);
        assertThatThrownBy(() -> internet.egress().send(request(), cancellation))
                .isInstanceOf(Refusal.class);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void tells_nothing_that_the_peer_wrote() {
        api.answers(Peer.raw("s3cret and no HTTP\r\n\r\n"));
        assertThatThrownBy(() -> internet.send(request())).hasMessageNotContaining("s3cret");
    }
}
