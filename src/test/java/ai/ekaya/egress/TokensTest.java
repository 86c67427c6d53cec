package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private final Internet internet = new Internet();
    private final Peer api = internet.https("api.example.com");
    private final Peer login = internet.https("login.example.com");
    private final OutboundRequest request = Internet.request(
                    "GET", "https://api.example.com/a", Internet.rule("api.example.com", "key"))
            .withAuthority(Internet.credential(
                    "key", new Inject.OAuth2("https://login.example.com/token", "me", Optional.of("read write"))));
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private Egress egress;

    @BeforeEach
    void start() {
        internet.secrets.put("key", new Secret("s3cret"));
        internet.clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        egress = internet.egress();
        gives("one", "two", "three");
    }

    @AfterEach
    void close() {
        internet.close();
    }

    private void gives(String... tokens) {
        login.answers(java.util.Arrays.stream(tokens)
                .map(token -> Peer.text(
                        "HTTP/1.1 200 OK",
                        "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":600}"))
                .toArray(Peer.Script[]::new));
    }

    private int send() {
        return egress.send(request, new Cancellation()).status();
    }

    private List<String> tokensSeen() {
        return api.asked().stream()
                .flatMap(asked -> asked.header("Authorization").stream())
                .toList();
    }

    @Test
    void asks_for_a_token_and_keeps_it_until_shortly_before_its_end() {
        assertThat(send()).isEqualTo(200);
        Peer.Asked asked = login.asked().get(0);
        assertThat(asked.line()).isEqualTo("POST /token HTTP/1.1");
        assertThat(asked.text()).isEqualTo("grant_type=client_credentials&scope=read+write");
        assertThat(asked.header("Authorization"))
                .containsExactly("Basic " + Base64.getEncoder().encodeToString("me:s3cret".getBytes()));
        now = now.plusSeconds(569);
        send();
        assertThat(tokensSeen()).containsExactly("Bearer one", "Bearer one");
        now = now.plusSeconds(1);
        send();
        assertThat(tokensSeen()).last().isEqualTo("Bearer two");
        assertThat(login.asked()).hasSize(2);
    }

    @Test
    void asks_once_more_when_a_kept_token_is_not_taken_any_more() {
        send();
        api.answers(Peer.text("HTTP/1.1 401 No", ""), Peer.text("HTTP/1.1 200 OK", ""));
        assertThat(send()).isEqualTo(200);
        assertThat(tokensSeen()).containsExactly("Bearer one", "Bearer one", "Bearer two");
    }

    @Test
    void does_not_ask_again_and_again_when_no_token_is_taken() {
        api.answers(Peer.text("HTTP/1.1 401 No", ""));
        assertThat(send()).isEqualTo(401);
        assertThat(login.asked()).hasSize(1);
        assertThat(send()).isEqualTo(401);
        assertThat(login.asked()).hasSize(2);
        assertThat(api.asked()).hasSize(3);
    }

    @Test
    void a_token_ends_with_the_secret_that_it_was_got_by() {
        send();
        internet.secrets.put("key", new Secret("another"));
        send();
        assertThat(tokensSeen()).containsExactly("Bearer one", "Bearer two");
        internet.secrets.clear();
        assertThatThrownBy(this::send).hasMessageStartingWith("The project has no secret 'key'");
        assertThat(api.asked()).hasSize(2);
    }

    @Test
    void a_token_is_for_one_audience() {
        internet.https("other.example.com");
        send();
        OutboundRequest elsewhere = Internet.request(
                        "GET", "https://other.example.com/a", Internet.rule("other.example.com", "key"))
                .withAuthority(request.authority());
        egress.send(elsewhere, new Cancellation());
        assertThat(login.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "no json",
                "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
                "[]"
            })
    void refuses_a_token_that_is_none(String body) {
        login.answers(Peer.text("HTTP/1.1 200 OK", body));
        assertThatThrownBy(this::send)
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.UPSTREAM);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void says_that_the_token_endpoint_refuses_and_nothing_that_it_wrote() {
        login.answers(Peer.text("HTTP/1.1 401 No", "{\"error\":\"s3cret is wrong\"}"));
        assertThatThrownBy(this::send)
                .hasMessage(
                        "The token endpoint at login.example.com answered 401; the client's id, secret and scope are to"
                                + " be checked");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void asks_no_token_endpoint_that_is_not_public_and_follows_none_elsewhere() {
        internet.name("login.example.com", List.of("10.0.0.1"));
        assertThatThrownBy(this::send).hasMessageContaining("private (RFC 1918)");
        assertThat(internet.connected).isEmpty();
        internet.name("login.example.com", List.of("93.184.216.11"));
        login.answers(Peer.redirect(307, "https://api.example.com/steal"));
        assertThatThrownBy(this::send).hasMessageContaining("answered 307");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void a_slow_token_endpoint_ends_with_the_time_that_the_request_has() {
        login.answers((asked, out) -> java.util.concurrent.locks.LockSupport.parkNanos(3_000_000_000L));
        assertThatThrownBy(() -> egress.send(request.within(Duration.ofMillis(300), 1_000), new Cancellation()))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.TIMEOUT);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void a_token_that_was_asked_for_is_no_change_of_the_world() {
        List<String> seen = new java.util.ArrayList<>();
        api.close();
        OutboundWitness witness = new OutboundWitness() {
            @Override
            public void sending() {
                seen.add("sending");
            }

            @Override
            public void answered() {
                seen.add("answered");
            }

            @Override
            public void moved(long bytesSent, long bytesReceived) {}
        };
        assertThatThrownBy(() -> egress.send(request, new Cancellation(), witness, OutboundScan.OF_NOTHING))
                .isInstanceOf(Refusal.class);
        assertThat(login.asked()).hasSize(1);
        assertThat(seen).isEmpty();
    }
}
