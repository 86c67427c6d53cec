package ai.ekaya.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    @ParameterizedTest
    @EnumSource(Limit.class)
    void each_limit_has_a_default_a_reason_and_a_key_of_its_room_and_unit(Limit limit) {
        assertThat(Limits.defaults().of(limit)).isEqualTo(limit.defaultValue()).isPositive();
        assertThat(limit.reason()).isNotBlank();
        assertThat(limit.key())
                .matches("ekaya\\.[a-z]+\\.[a-z-]+")
                .endsWith("-" + limit.unit().name().toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void each_key_maps(Limit limit) {
        Limits limits =
                Limits.read(key -> Optional.ofNullable(Map.of(limit.key(), "7").get(key)));
        assertThat(limits.of(limit)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "many", "1.5", "9223372036854775808"})
    void refuses_a_value_that_is_no_positive_number_naming_the_key(String text) {
        assertThatThrownBy(() -> Limits.read(key -> Optional.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ekaya.")
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void takes_zero_only_where_it_means_off() {
        assertThat(Limits.read(key -> key.equals("ekaya.run.warm-up-millis") ? Optional.of("0") : Optional.empty())
                        .of(Limit.RUN_WARM_UP_MILLIS))
                .isZero();
        assertThatThrownBy(() -> Limits.read(
                        key -> key.equals("ekaya.run.warm-up-millis") ? Optional.of("-1") : Optional.empty()))
                .hasMessageContaining("a whole number of millis or 0");
    }

    @Test
    void gives_times_as_durations_and_nothing_else() {
        assertThat(Limits.defaults().durationOf(Limit.SQL_STATEMENT_MILLIS)).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> Limits.defaults().durationOf(Limit.SQL_ROWS_COUNT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
