package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Inject;
import ai.ekaya.pack.Capabilities.Scheme;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRedirectTest {
    private static final HttpRule API = Internet.rule("api.example.com");
    private static final HttpRule OTHER = Internet.rule("other.example.com");

    private final Internet internet = new Internet();
    private final Peer api = internet.https("api.example.com");
    private final Peer other = internet.https("other.example.com");

    @AfterEach
    void close() {
        internet.close();
    }

    private OutboundRequest get(HttpRule... rules) {
        return Internet.request("GET", "https://api.example.com/a", rules);
    }

    @Test
    void follows_to_a_host_that_is_listed() {
        api.answers(Peer.redirect(302, "https://other.example.com/b"));
        assertThat(internet.send(get(API, OTHER)).status()).isEqualTo(200);
        assertThat(other.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.line()).isEqualTo("GET /b HTTP/1.1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void does_not_follow_to_a_host_that_is_not_listed(int status) {
        api.answers(Peer.redirect(status, "https://other.example.com/s3cret"));
        assertThatThrownBy(() -> internet.send(get(API)))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED);
                    assertThat(refusal.reason()).doesNotContain("s3cret");
                });
        assertThat(other.asked()).isEmpty();
        assertThat(internet.lookedUp).containsExactly("api.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://2130706433/",
                "//127.0.0.1/",
                "https://localhost/",
                "file:///etc/passwd",
                "gopher://x/",
                "https://user@other.example.com/",
                "\\\\other.example.com/",
                "https://other.example.com\\@x/",
                "javascript:alert(1)"
            })
    void does_not_follow_to_where_no_request_may_begin(String location) {
        api.answers(Peer.redirect(302, location));
        assertThatThrownBy(() -> internet.send(get(API, OTHER))).isInstanceOf(Refusal.class);
        assertThat(internet.connected).containsExactly("93.184.216.10:443");
        assertThat(other.asked()).isEmpty();
    }

    @Test
    void does_not_follow_to_a_listed_name_that_stands_for_a_private_address() {
        internet.name("other.example.com", List.of("10.0.0.5"));
        api.answers(Peer.redirect(307, "https://other.example.com/"));
        assertThatThrownBy(() -> internet.send(get(API, OTHER))).hasMessageContaining("private (RFC 1918)");
        assertThat(internet.connected).hasSize(1);
    }

    @Test
    void does_not_follow_to_a_path_or_with_a_method_that_is_not_listed() {
        HttpRule narrow = new HttpRule(Scheme.HTTPS, "api.example.com", 443, Set.of("POST"), "/a", Optional.empty());
        api.answers(Peer.redirect(307, "/private"));
        assertThatThrownBy(() -> internet.send(Internet.request("POST", "https://api.example.com/a", narrow)))
                .isInstanceOf(Refusal.class);
        // A 303 makes a GET of it, which is not listed.
        api.answers(Peer.redirect(303, "/a/b"));
        assertThatThrownBy(() -> internet.send(Internet.request("POST", "https://api.example.com/a", narrow)))
                .isInstanceOf(Refusal.class);
        assertThat(api.asked()).hasSize(2);
        api.answers(Peer.redirect(307, "/a/b"), Peer.text("HTTP/1.1 201 Made", ""));
        assertThat(internet.send(Internet.request("POST", "https://api.example.com/a", narrow))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void does_not_follow_from_https_to_http() {
        internet.http("plain.example.com");
        HttpRule plain = new HttpRule(Scheme.HTTP, "plain.example.com", 80, Set.of("GET"), "/", Optional.empty());
        api.answers(Peer.redirect(302, "http://plain.example.com/"));
        assertThatThrownBy(() -> internet.send(get(API, plain)))
                .hasMessage("The host api.example.com redirects from https to http, which is not followed");
        assertThat(internet.connected).hasSize(1);
        assertThat(internet.send(Internet.request("GET", "http://plain.example.com/", plain))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void follows_five_times_and_not_six() {
        Peer.Script again = Peer.redirect(302, "/a");
        Peer.Script end = Peer.text("HTTP/1.1 200 OK", "end");
        api.answers(again, again, again, again, again, end);
        assertThat(internet.send(get(API)).status()).isEqualTo(200);
        assertThat(api.asked()).hasSize(6);
        api.answers(again);
        assertThatThrownBy(() -> internet.send(get(API)))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT);
                    assertThat(refusal.reason()).isEqualTo("The request was redirected more than 5 times");
                });
        assertThat(api.asked()).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET, ''",
        "302, POST, GET, ''",
        "303, POST, GET, ''",
        "303, PUT, GET, ''",
        "307, POST, POST, body",
        "308, POST, POST, body",
        "302, PUT, PUT, body",
        "301, HEAD, HEAD, ''",
        "303, HEAD, HEAD, ''"
    })
    void makes_the_method_of_it_that_browsers_make(int status, String method, String next, String body) {
        api.answers(Peer.redirect(status, "/b"), Peer.raw("HTTP/1.1 204 Done\r\n\r\n"));
        OutboundRequest request = Internet.request(method, "https://api.example.com/a", API)
                .withHeaders(List.of(new Header("Content-Type", "text/plain"), new Header("X-Mine", "1")));
        internet.send(method.equals("HEAD") ? request : request.withBody("body".getBytes()));
        Peer.Asked asked = api.asked().get(1);
        assertThat(asked.line()).isEqualTo(next + " /b HTTP/1.1");
        assertThat(asked.text()).isEqualTo(body);
        assertThat(asked.header("X-Mine")).containsExactly("1");
        assertThat(asked.header("Content-Type")).hasSize(body.isEmpty() && !method.equals("HEAD") ? 0 : 1);
    }

    @Test
    void takes_no_header_of_the_authors_own_to_another_host() {
        api.answers(Peer.redirect(307, "https://other.example.com/b"));
        internet.send(
                get(API, OTHER).withHeaders(List.of(new Header("X-Api-Key", "k"), new Header("Accept", "text/plain"))));
        assertThat(api.asked().get(0).header("X-Api-Key")).containsExactly("k");
        assertThat(other.asked().get(0).header("X-Api-Key")).isEmpty();
        assertThat(other.asked().get(0).header("Accept")).containsExactly("text/plain");
    }

    @Test
    void takes_no_credential_to_another_host_and_not_back_again() {
        internet.secrets.put("key", new Secret("s3cret"));
        HttpRule keyed = Internet.rule("api.example.com", "key");
        HttpRule otherKeyed = Internet.rule("other.example.com", "key");
        api.answers(
                Peer.redirect(302, "/again"),
                Peer.redirect(302, "https://other.example.com/b"),
                Peer.text("HTTP/1.1 200 OK", "end"));
        other.answers(Peer.redirect(302, "https://api.example.com/chosen-by-other"));
        OutboundRequest request =
                get(keyed, otherKeyed).withAuthority(Internet.credential("key", new Inject.Header("X-Key", "")));
        assertThat(internet.send(request).status()).isEqualTo(200);
        assertThat(api.asked())
                .extracting(asked -> asked.header("X-Key"))
                .containsExactly(List.of("s3cret"), List.of("s3cret"), List.of());
        assertThat(other.asked()).extracting(asked -> asked.header("X-Key")).containsExactly(List.of());
    }

    @Test
    void gives_the_platform_a_redirect_as_the_answer_that_it_is() {
        api.answers(Peer.redirect(302, "https://other.example.com/b"));
        OutboundAnswer answer = internet.send(OutboundRequest.ofPlatform(
                Internet.PROJECT, "webhook", "POST", OutboundUrl.parse("https://api.example.com/")));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(other.asked()).isEmpty();
    }

    @Test
    void looks_at_each_hop_for_secrets() {
        api.answers(Peer.redirect(302, "/leak"));
        internet.scan = request -> {
            if (request.url().target().contains("leak")) {
                throw new Refusal(RefusalCode.LEAK, "Held back");
            }
        };
        assertThatThrownBy(() -> internet.send(get(API))).hasMessage("Held back");
        assertThat(api.asked()).hasSize(1);
    }
}
