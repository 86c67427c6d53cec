package ai.ekaya.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "1B, 1",
        "32MB, 32000000",
        "16MiB, 16777216",
        "1 GiB, 1073741824",
        "1001MB, 1001000000",
        "999999999999GiB, 999999999999"
    })
    void reads_sizes(String text, long bytes) {
        assertThat(Quantity.bytes(text)).contains(bytes);
        assertThat(Quantity.bytes(Quantity.ofBytes(bytes))).contains(bytes);
    }

    @ParameterizedTest
    @CsvSource({"300s, 300000", "5m, 300000", "5min, 300000", "500ms, 500", "1h, 3600000"})
    void reads_times(String text, long millis) {
        assertThat(Quantity.duration(text)).contains(Duration.ofMillis(millis));
        assertThat(Quantity.duration(Quantity.ofDuration(Duration.ofMillis(millis))))
                .contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0s", "-1s", "1", "s", "1.5s", "1d", "1 000s", "1mB", "01MB", "1000000000000MB", "1s\n"})
    void reads_nothing_else(String text) {
        assertThat(Quantity.bytes(text)).isEmpty();
        assertThat(Quantity.duration(text)).isEmpty();
    }
}
