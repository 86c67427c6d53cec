package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestRatesTest {
    private static final Map<String, String> SMALL = Map.of(
            "ekaya.identity.address-requests-burst-count", "3",
            "ekaya.identity.address-requests-per-second-count", "2",
            "ekaya.identity.requests-burst-count", "1",
            "ekaya.identity.requests-per-second-count", "1",
            "ekaya.identity.rates-count", "2");
    private final IdentityRooms.SettableClock clock = new IdentityRooms.SettableClock();
    private final RequestRates rates = new RequestRates(Limits.read(key -> Optional.ofNullable(SMALL.get(key))), clock);

    private void ask(String address, int times) {
        for (int i = 0; i < times; i++) {
            rates.fromAddress(address);
        }
    }

    @Test
    void lets_a_burst_pass_and_then_says_how_long_to_wait() {
        ask("192.0.2.1", 3);
        assertThatThrownBy(() -> ask("192.0.2.1", 1)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
            assertThat(refusal.retryAfter()).contains(Duration.ofMillis(500));
        });
        assertThatCode(() -> ask("192.0.2.2", 1)).as("another address").doesNotThrowAnyException();
        clock.advance(Duration.ofMillis(500));
        assertThatCode(() -> ask("192.0.2.1", 1)).doesNotThrowAnyException();
        clock.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> ask("192.0.2.1", 4))
                .as("no more than a burst is saved")
                .isInstanceOf(Refusal.class);
    }

    @Test
    void counts_a_principal_over_all_addresses() {
        Principal one = principal();
        rates.of(one);
        assertThatThrownBy(() -> rates.of(one)).isInstanceOf(Refusal.class);
        assertThatCode(() -> rates.of(principal())).doesNotThrowAnyException();
    }

    private static Principal principal() {
        return new Principal(Principal.Kind.USER, new UserId(UUID.randomUUID()), "x", false, Map.of());
    }

    @Test
    void counts_a_network_of_ipv6_as_one() {
        ask("2001:db8:1:2:3:4:5:6", 1);
        ask("2001:db8:1:2::7", 1);
        ask("2001:db8:1:2:ffff::1", 1);
        assertThatThrownBy(() -> ask("2001:db8:1:2:a:b:c:d", 1)).isInstanceOf(Refusal.class);
        assertThatCode(() -> ask("2001:db8:1:3::1", 1)).doesNotThrowAnyException();
    }

    @Test
    void a_clock_that_steps_back_gives_nothing_and_takes_nothing() {
        ask("192.0.2.1", 2);
        clock.advance(Duration.ofHours(-1));
        assertThatCode(() -> ask("192.0.2.1", 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> ask("192.0.2.1", 1)).isInstanceOf(Refusal.class);
    }
}
