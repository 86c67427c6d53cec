package ai.ekaya.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.HttpRule;
import ai.ekaya.pack.Capabilities.Scheme;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedNamesTest {
    private final Internet internet = new Internet();
    private final Peer api = internet.https("api.example.com");
    private final OutboundRequest request =
            Internet.request("GET", "https://api.example.com/", Internet.rule("api.example.com"));

    @AfterEach
    void close() {
        internet.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "fd00::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:0:1::1",
                "fe80::1"
            })
    void goes_to_no_name_that_stands_for_a_private_address(String address) {
        internet.name("api.example.com", List.of(address));
        assertThatThrownBy(() -> internet.send(request))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.NOT_PERMITTED);
        assertThat(internet.connected).isEmpty();
    }

    @Test
    void goes_to_no_name_that_stands_for_a_public_and_a_private_address() {
        internet.name("api.example.com", List.of("93.184.216.10", "10.0.0.1"));
        assertThatThrownBy(() -> internet.send(request)).hasMessageContaining("private (RFC 1918)");
        internet.name("api.example.com", List.of("10.0.0.1", "93.184.216.10"));
        assertThatThrownBy(() -> internet.send(request)).hasMessageContaining("private (RFC 1918)");
        assertThat(internet.connected).isEmpty();
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void takes_the_second_of_two_public_addresses_when_nobody_is_at_the_first() {
        internet.name("api.example.com", List.of("93.184.216.99", "93.184.216.10"));
        assertThat(internet.send(request).status()).isEqualTo(200);
        assertThat(internet.connected).containsExactly("93.184.216.99:443", "93.184.216.10:443");
    }

    @Test
    void looks_a_name_up_once_and_goes_to_the_address_that_it_checked() {
        // The second asking would be the one that connects, in a client that looks up by itself.
        internet.name("api.example.com", List.of("93.184.216.10"), List.of("127.0.0.1"));
        assertThat(internet.send(request).status()).isEqualTo(200);
        assertThat(internet.lookedUp).hasSize(1);
        assertThat(internet.connected).containsExactly("93.184.216.10:443");
        assertThatThrownBy(() -> internet.send(request)).hasMessageContaining("loopback");
        assertThat(internet.connected).hasSize(1);
    }

    @Test
    void says_that_a_name_has_no_address() {
        OutboundRequest unknown =
                Internet.request("GET", "https://unknown.example.com/", Internet.rule("unknown.example.com"));
        assertThatThrownBy(() -> internet.send(unknown))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.UPSTREAM);
                    assertThat(refusal.reason()).isEqualTo("The host unknown.example.com has no address");
                });
    }

    @Test
    void goes_to_no_literal_address_that_is_private_whatever_the_rules_say() {
        HttpRule rule = new HttpRule(Scheme.HTTP, "127.0.0.1", api.port(), Set.of("GET"), "/", Optional.empty());
        OutboundRequest literal = Internet.request("GET", "http://127.0.0.1:" + api.port() + "/", rule);
        assertThatThrownBy(() -> internet.send(literal)).hasMessageContaining("loopback (RFC 1122)");
        assertThat(internet.lookedUp).isEmpty();
        assertThat(internet.connected).isEmpty();
    }

    @Test
    void goes_to_a_literal_address_that_is_public() {
        internet.plays("93.184.216.77:80", Peer.plain().answers(Peer.text("HTTP/1.1 200 OK", "x")));
        HttpRule rule = new HttpRule(Scheme.HTTP, "93.184.216.77", 80, Set.of("GET"), "/", Optional.empty());
        assertThat(internet.send(Internet.request("GET", "http://93.184.216.77/", rule))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void goes_to_private_space_for_the_platform_where_an_operator_opened_it() {
        internet.name("model.internal", List.of("192.168.3.4"));
        internet.plays("192.168.3.4:8000", Peer.plain().answers(Peer.text("HTTP/1.1 200 OK", "x")));
        OutboundRequest model = OutboundRequest.ofPlatform(
                Internet.PROJECT, "llm", "POST", OutboundUrl.parse("http://model.internal:8000/v1"));
        assertThatThrownBy(() -> internet.send(model)).hasMessageContaining("is not https");
        internet.settings =
                new EgressSettings(AllowedPrivate.parse("model.internal:8000"), Optional.empty(), Optional.empty());
        assertThat(internet.send(model).status()).isEqualTo(200);
        HttpRule rule = new HttpRule(Scheme.HTTP, "model.internal", 8000, Set.of("POST"), "/", Optional.empty());
        assertThatThrownBy(() -> internet.send(Internet.request("POST", "http://model.internal:8000/v1", rule)))
                .hasMessageContaining("private (RFC 1918)");
        assertThat(internet.connected).hasSize(1);
    }

    @Test
    void a_socket_goes_nowhere_but_where_it_was_meant_to() throws Exception {
        InetAddress checked = AddressText.read("93.184.216.10").orElseThrow();
        try (Trip trip = new Trip(
                        Duration.ofSeconds(5),
                        new Cancellation(),
                        OutboundWitness.NOBODY,
                        java.util.concurrent.Executors.newSingleThreadScheduledExecutor());
                WireSocket socket = new WireSocket(Set.of(checked), internet, trip)) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", api.port())))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(internet.connected).isEmpty();
            socket.connect(new InetSocketAddress(checked, 443));
            assertThat(internet.connected).containsExactly("93.184.216.10:443");
        }
    }

    @Test
    void a_name_server_that_never_answers_ends_with_the_request() {
        CountDownLatch never = new CountDownLatch(1);
        Network slow = new Network() {
            @Override
            public List<InetAddress> addresses(String name) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return List.of();
            }

            @Override
            public InetSocketAddress route(InetSocketAddress checked) {
                return internet.route(checked);
            }
        };
        assertThatThrownBy(() ->
                        internet.egress(slow).send(request.within(Duration.ofMillis(200), 100), new Cancellation()))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.TIMEOUT);
        never.countDown();
    }
}
