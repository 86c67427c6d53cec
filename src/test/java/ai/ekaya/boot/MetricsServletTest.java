package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServletTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void without_a_token_in_the_environment_nothing_is_there_for_anybody() {
        assertThat(MetricsServlet.status(Optional.empty(), null)).isEqualTo(404);
        assertThat(MetricsServlet.status(Optional.empty(), "Bearer ")).isEqualTo(404);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer ",
                "Bearer 0123456789abcdef0123456789abcdeF",
                "Bearer 0123456789abcdef0123456789abcdef ",
                "Basic 0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef"
            })
    void any_other_header_is_refused(String header) {
        assertThat(MetricsServlet.status(Optional.of(TOKEN), header)).isEqualTo(401);
    }

    @Test
    void the_token_opens_it() {
        assertThat(MetricsServlet.status(Optional.of(TOKEN), "Bearer " + TOKEN)).isEqualTo(200);
    }
}
