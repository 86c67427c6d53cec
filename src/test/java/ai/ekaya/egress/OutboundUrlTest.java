package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.net.URI;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "https://api.example.com => https://api.example.com/",
                "HTTPS://API.Example.COM/V1 => https://api.example.com/V1",
                "https://api.example.com:443/a => https://api.example.com/a",
                "http://api.example.com:80/a => http://api.example.com/a",
                "https://api.example.com:8443/a => https://api.example.com:8443/a",
                "https://api.example.com/a?b=%0d%0a#part => https://api.example.com/a?b=%0d%0a",
                "https://api.example.com?b => https://api.example.com/?b",
                "https://api.example.com/%41%7eb%c3%a4 => https://api.example.com/A~b%C3%A4",
                "https://api.example.com/a;v=1/...b/ => https://api.example.com/a;v=1/...b/",
                "https://bücher.example/ => https://xn--bcher-kva.example/",
                "https://xn--bcher-kva.example/ => https://xn--bcher-kva.example/",
                "https://аpple.com/ => https://xn--pple-43d.com/",
                "https://93.184.216.34/ => https://93.184.216.34/",
                "https://[2606:2800:220:1::0248]/ => https://[2606:2800:220:1:0:0:0:248]/",
                "https://[::ffff:7f00:1]/ => https://127.0.0.1/",
                "https://api.telegram.org/bot{token}/send => https://api.telegram.org/bot{token}/send"
            })
    void has_one_form_for_what_means_the_same(String text, String canonical) {
        assertThat(OutboundUrl.parse(text).text()).isEqualTo(canonical);
        assertThat(OutboundUrl.parse(canonical).text()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "//api.example.com/",
                "/a",
                "ftp://api.example.com/",
                "file:///etc/passwd",
                "https:api.example.com",
                "https:///a",
                "https://",
                "https://user@api.example.com/",
                "https://api.example.com:x@evil.example/",
                "https://api.example.com\\@evil.example/",
                "https://evil.example\\.example.com/",
                "https://api.example.com/a\\..\\b",
                "https://api.exa\tmple.com/",
                "https://api.example.com/a\nb",
                "https://api.example.com/a\r\nHost: x",
                "https://api.example.com/a b",
                " https://api.example.com/",
                "https://api.example.com./",
                "https://api..example.com/",
                "https://.example.com/",
                "https://-a.example.com/",
                "https://a_b.example.com/",
                "https://api.example.com%2eevil.example/",
                "https://api.example.com%00.evil.example/",
                "https://*.example.com/",
                "https://xn--.example/",
                "https://xn--aaaa.example.com:1:2/",
                "https://api.example.com:/",
                "https://api.example.com:0/",
                "https://api.example.com:080/",
                "https://api.example.com:65536/",
                "https://api.example.com:99999999999/",
                "https://api.example.com:4x3/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://2130706433/",
                "https://127.1/",
                "https://127.0.0.1./",
                "https://127.0.0.256/",
                "https://127.0.0.1.5/",
                "https://1.2.3.04/",
                "https://１２７.0.0.1/",
                "https://127。0。0。1/",
                "https://foo.0x1/",
                "https://[::1",
                "https://::1/",
                "https://[fe80::1%eth0]/",
                "https://[fe80::1%25eth0]/",
                "https://[127.0.0.1]:x/",
                "https://[api.example.com]/",
                "https://api.example.com/a/../b",
                "https://api.example.com/..",
                "https://api.example.com/./a",
                "https://api.example.com/a/%2e%2e/b",
                "https://api.example.com/a/.%2E/b",
                "https://api.example.com/a/..;x=1/b",
                "https://api.example.com/a/..%3bx/b",
                "https://api.example.com/a%2fb",
                "https://api.example.com/a%5Cb",
                "https://api.example.com/a/%252e%252e/b",
                "https://api.example.com/a%25b",
                "https://api.example.com/a%00b",
                "https://api.example.com/a%0d%0ab",
                "https://api.example.com/a%c0%afb",
                "https://api.example.com/a%ffb",
                "https://api.example.com/a%",
                "https://api.example.com/a%4",
                "https://api.example.com/a%zz",
                "https://api.example.com//a",
                "https://api.example.com/a//b",
                "https://api.example.com/ä",
                "https://api.example.com/a\"b",
                "https://api.example.com/a?b=ä",
                "https://api.example.com/a?b=%4",
                "https://api.example.com/a?b=<c>"
            })
    void refuses_what_readers_disagree_on(String text) {
        assertThatThrownBy(() -> OutboundUrl.parse(text))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.BAD_ARGUMENT);
    }

    @Test
    void takes_8192_characters_and_not_one_more() {
        String start = "https://api.example.com/";
        assertThat(OutboundUrl.parse(start + "a".repeat(8_192 - start.length())).path())
                .hasSize(8_169);
        assertThatThrownBy(() -> OutboundUrl.parse(start + "a".repeat(8_193 - start.length())))
                .hasMessage("The URL has 8193 characters, at most 8192");
    }

    @Test
    void reads_the_longest_query_and_path_on_a_small_stack() throws InterruptedException {
        java.util.concurrent.atomic.AtomicInteger read = new java.util.concurrent.atomic.AtomicInteger();
        Thread small = new Thread(
                null,
                () -> {
                    String start = "https://api.example.com/";
                    String escapes = "%20".repeat(2_700);
                    read.addAndGet(
                            OutboundUrl.parse(start + "?" + escapes).query().length());
                    read.addAndGet(
                            OutboundUrl.parse(start + "a/".repeat(4_000)).path().length());
                },
                "small stack",
                128 << 10);
        small.start();
        small.join();
        assertThat(read).hasValue(8_101 + 8_001);
    }

    @Test
    void is_read_by_the_jdk_as_it_is_read_here_whatever_it_is_made_of() {
        String[] parts = {
            "a",
            "example.com",
            ".",
            "..",
            "/",
            "//",
            "\\",
            "@",
            ":",
            "443",
            ":8443",
            "?",
            "#",
            "%",
            "%2e",
            "%2F",
            "%5c",
            "%25",
            "%00",
            "%41",
            "%c3%a4",
            "ä",
            "xn--",
            "xn--4ca",
            "127.0.0.1",
            "0x7f",
            "1",
            "[",
            "]",
            "[::1]",
            ";",
            "=",
            "&",
            "-",
            "_",
            "\t",
            " ",
            "*",
            "+",
            "~",
            "。",
            "①"
        };
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(random.nextInt(10) == 0 ? "" : "https://")
                    .append(random.nextInt(3) == 0 ? "" : "example.com");
            for (int count = random.nextInt(6); count > 0; count--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            OutboundUrl url;
            try {
                url = OutboundUrl.parse(text.toString());
            } catch (Refusal refusal) {
                continue;
            }
            read++;
            String shown = "seed " + seed + ": " + text;
            assertThat(OutboundUrl.parse(url.text())).as(shown).isEqualTo(url);
            if (url.query().contains("[") || url.query().contains("]")) {
                continue;
            }
            URI other = URI.create(url.text());
            // Its host is null for last labels that begin with a digit, which RFC 3986 allows.
            assertThat(other.getRawAuthority()).as(shown).isEqualTo(url.authority());
            assertThat(other.normalize().getRawPath()).as(shown).isEqualTo(url.path());
            assertThat(other.getPath()).as(shown).isEqualTo(url.decodedPath());
        }
        assertThat(read).isGreaterThan(2_000);
    }

    @Test
    void tells_neither_path_nor_query_in_messages_and_text() {
        String secret = "https://api.example.com/s3cret?key=s3cret";
        assertThat(OutboundUrl.parse(secret)).hasToString("https://api.example.com");
        assertThatThrownBy(() -> OutboundUrl.parse(secret + "<")).hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> OutboundUrl.parse("https://s3cret:s3cret@api.example.com/"))
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.example/x, https://other.example/x",
        "//other.example/x, https://other.example/x",
        "/x?y, https://api.example.com:8443/x?y",
        "x, https://api.example.com:8443/a/x",
        "?z, https://api.example.com:8443/a/b?z"
    })
    void reads_where_an_answer_points_to(String location, String meant) {
        assertThat(OutboundUrl.parse("https://api.example.com:8443/a/b?c")
                        .resolve(location)
                        .text())
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/a/../x", "\\\\evil.example/x", "javascript:alert(1)", "https:x", "/a b"})
    void refuses_a_redirect_that_readers_disagree_on(String location) {
        OutboundUrl from = OutboundUrl.parse("https://api.example.com/a/b");
        assertThatThrownBy(() -> from.resolve(location)).isInstanceOf(Refusal.class);
    }
}
