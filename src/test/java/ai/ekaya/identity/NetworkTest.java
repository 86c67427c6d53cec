package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.9",
                "203.0.113.9:1",
                "203.0.113.9:65535",
                "::ffff:203.0.113.9",
                "[::ffff:203.0.113.9]:443"
            })
    void another_port_or_spelling_is_no_other_client(String address) {
        assertThat(Network.of(address)).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8:1:2::1", "2001:db8:1:2:a:b:c:d", "[2001:db8:1:2::1]:443", "[2001:db8:1:2::1]"})
    void of_ipv6_the_network_counts(String address) {
        assertThat(Network.of(address)).isEqualTo("2001:db8:1:2:");
    }

    @Test
    void others_are_others() {
        assertThat(Network.of("203.0.113.10")).isNotEqualTo(Network.of("203.0.113.9"));
        assertThat(Network.of("::ffff:203.0.113.10")).isNotEqualTo(Network.of("::ffff:203.0.113.9"));
        assertThat(Network.of("2001:db8:1:3::1")).isNotEqualTo(Network.of("2001:db8:1:2::1"));
    }
}
