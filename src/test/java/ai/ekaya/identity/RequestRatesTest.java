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
            "ekaya.identity.sso-starts-burst-count", "2",
            "ekaya.identity.sso-starts-per-second-count", "1",
            "ekaya.identity.unknown-names-per-minute-count", "2",
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

    @Test
    void counts_sign_ins_of_an_address_beside_its_other_requests() {
        rates.signInFrom("192.0.2.1");
        rates.signInFrom("192.0.2.1");
        assertThatThrownBy(() -> rates.signInFrom("192.0.2.1"))
                .hasMessage("More than 2 sign-ins at once or 1 in 1 s came from you, slow down");
        assertThatCode(() -> ask("192.0.2.1", 1)).doesNotThrowAnyException();
        assertThatCode(() -> rates.signInFrom("192.0.2.2")).doesNotThrowAnyException();
        clock.advance(Duration.ofSeconds(1));
        assertThatCode(() -> rates.signInFrom("192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void names_that_are_there_take_nothing_from_who_asks_for_them() {
        Principal one = principal();
        for (int i = 0; i < 10; i++) {
            rates.asksForName(one);
            rates.foundName(one);
        }
        rates.asksForName(one);
        rates.asksForName(one);
        assertThatThrownBy(() -> rates.asksForName(one))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(30)));
        clock.advance(Duration.ofSeconds(30));
        assertThatCode(() -> rates.asksForName(one)).doesNotThrowAnyException();
    }
}
