package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 */6 * * *   | 2026-03-01T10:00:00Z | 2026-03-01T12:00:00Z
                    * * * * *     | 2026-03-01T10:00:00Z | 2026-03-01T10:01:00Z
                    */5 * * * *   | 2026-12-31T23:58:30Z | 2027-01-01T00:00:00Z
                    0 0 29 2 *    | 2026-03-01T10:00:00Z | 2028-02-29T00:00:00Z
                    30 2 * * *    | 2026-03-29T00:00:00Z | 2026-03-29T02:30:00Z
                    0 9 * * 1-5   | 2026-03-06T10:00:00Z | 2026-03-09T09:00:00Z
                    0 9 * * 0     | 2026-03-06T10:00:00Z | 2026-03-08T09:00:00Z
                    0 0 1 1 *     | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z
                    """)
    void gives_the_next_time(String text, Instant after, Instant next) {
        assertThat(Cron.parse(text).next(after)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * * * 9",
                "@daily",
                "0 0 31 2 *"
            })
    void refuses_what_is_no_schedule(String text) {
        assertThatThrownBy(() -> Cron.parse(text)).isInstanceOf(Refusal.class).hasMessageContaining("Schedule '");
    }

    @Test
    void reads_any_spaces() {
        assertThat(Cron.parse("  0   9 *\t* *  ").text()).isEqualTo("0 9 * * *");
    }
}
