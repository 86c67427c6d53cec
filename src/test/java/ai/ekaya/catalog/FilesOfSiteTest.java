package ai.ekaya.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.egress.Internet;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.Peer;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web server with TLS that may answer anything. */
class FilesOfSiteTest {
    private final Internet internet = new Internet();
    private final Peer server = internet.https("api.example.com");
    private final CatalogFiles files =
            new FilesOfSite(internet.egress(), OutboundUrl.parse("https://api.example.com/apps"), Limits.defaults());

    @AfterEach
    void close() {
        internet.close();
    }

    @Test
    void a_file_comes_from_under_the_address() {
        server.answers(Peer.text("HTTP/1.1 200 OK", "{}"));

        assertThat(files.read("metadata/timestamp.json", 2)).hasValue("{}".getBytes());
        assertThat(server.asked().get(0).line()).isEqualTo("GET /apps/metadata/timestamp.json HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410})
    void a_file_that_is_not_there_is_none(int status) {
        server.answers(Peer.text("HTTP/1.1 " + status + " No", ""));

        assertThat(files.read("metadata/2.root.json", 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Away\r\nLocation: https://api.example.com/b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
                "HTTP/1.1 206 Part\r\nContent-Length: 1\r\n\r\nx",
                "nonsense\r\n\r\n"
            })
    void what_is_no_whole_answer_is_refused(String answer) {
        server.answers(Peer.raw(answer));

        assertThatThrownBy(() -> files.read("metadata/timestamp.json", 100)).isInstanceOf(Refusal.class);
    }

    @Test
    void more_than_was_asked_for_is_cut_off() {
        server.answers((asked, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes());
            for (int chunk = 0; chunk < 10_000; chunk++) {
                out.write("400\r\n".getBytes());
                out.write(new byte[0x400]);
                out.write("\r\n".getBytes());
            }
        });

        assertThatThrownBy(() -> files.read("metadata/timestamp.json", 16 << 10))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessage("The catalog's file metadata/timestamp.json has more than the 16KiB it may have");
    }

    @Test
    void a_server_at_a_private_address_needs_the_operators_word() {
        internet.name("api.example.com", java.util.List.of("10.0.0.7"));

        assertThatThrownBy(() -> files.read("metadata/timestamp.json", 100))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED));

        internet.plays("10.0.0.7:443", server.port());
        internet.allowPrivate("10.0.0.0/8");
        server.answers(Peer.text("HTTP/1.1 200 OK", "{}"));
        assertThat(new FilesOfSite(
                                internet.egress(), OutboundUrl.parse("https://api.example.com/apps"), Limits.defaults())
                        .read("metadata/timestamp.json", 100))
                .isPresent();
    }
}
