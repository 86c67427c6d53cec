package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {
    private final Internet internet = new Internet();
    private final Peer api = internet.https("api.example.com");

    @AfterEach
    void close() {
        internet.close();
    }

    private OutboundAnswer send(Header... headers) {
        return internet.send(Internet.request("GET", "https://api.example.com/", Internet.rule("api.example.com"))
                .withHeaders(List.of(headers)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "host",
                "HOST",
                "Authorization",
                "authorization",
                "Cookie",
                "Cookie2",
                "Set-Cookie",
                "Transfer-Encoding",
                "Content-Length",
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Upgrade",
                "Expect",
                "Via",
                "Forwarded",
                "Proxy-Authorization",
                "Proxy-Connection",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "Sec-Fetch-Site",
                "Accept-Encoding",
                "X-HTTP-Method-Override",
                "X-Original-URL",
                "HTTP2-Settings"
            })
    void refuses_a_header_that_is_the_platforms(String name) {
        assertThatThrownBy(() -> send(new Header(name, "s3cret")))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT);
                    assertThat(refusal.reason()).doesNotContain("s3cret");
                });
        assertThat(internet.connected).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nHost: evil.example", "a\nb", "a\rb", "a\u0000b", "ä", "a\u007f", "a\u2028b", "\u560a\u560d"
            })
    void refuses_a_value_that_could_be_more_than_one_header(String value) {
        assertThatThrownBy(() -> send(new Header("X-Mine", value)))
                .hasMessageStartingWith("The header x-mine has a line break");
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Mine", "X-Mine:", "X-Mine\r\nHost", "X-Mine\n", "X\u0000", "Ä", " Host", "Host "})
    void refuses_a_name_that_is_none(String name) {
        assertThatThrownBy(() -> send(new Header(name, "a"))).isInstanceOf(Refusal.class);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void sends_headers_that_are_the_authors_own() {
        send(new Header("X-Mine", "a\tb ~"), new Header("User-Agent", "me/1.0"), new Header("Accept", "text/plain"));
        Peer.Asked asked = api.asked().get(0);
        assertThat(asked.header("X-Mine")).containsExactly("a\tb ~");
        assertThat(asked.header("User-Agent")).containsExactly("me/1.0");
        assertThat(asked.header("Host")).containsExactly("api.example.com");
    }

    @Test
    void takes_a_hundred_headers_and_32_kibibytes_and_not_one_more() {
        assertThat(send(Collections.nCopies(95, new Header("X", "y")).toArray(Header[]::new))
                        .status())
                .isEqualTo(200);
        assertThatThrownBy(() ->
                        send(Collections.nCopies(101, new Header("X", "y")).toArray(Header[]::new)))
                .hasMessage("The request has 101 headers, at most 100");
        int most = (int) Limit.EGRESS_HEADERS_BYTES.defaultValue();
        assertThat(send(new Header("X", "y".repeat(most - 1))).status()).isEqualTo(200);
        assertThatThrownBy(() -> send(new Header("X", "y".repeat(most))))
                .hasMessage("The request's headers are over 32KiB");
    }

    @Test
    void takes_a_body_of_a_mebibyte_and_not_one_byte_more() {
        OutboundRequest request =
                Internet.request("POST", "https://api.example.com/", Internet.rule("api.example.com"));
        assertThat(internet.send(request.withBody(new byte[1 << 20])).status()).isEqualTo(200);
        assertThat(api.asked().get(0).body()).hasSize(1 << 20);
        assertThatThrownBy(() -> internet.send(request.withBody(new byte[(1 << 20) + 1])))
                .hasMessage("The request's body is 1048577B, at most 1MiB");
        assertThat(api.asked()).hasSize(1);
    }
}
