package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private final Limits limits = Limits.defaults();

    @Test
    void takes_a_plain_line_without_its_edges() {
        assertThat(Names.checked(limits, "name", "  Büro 7, Ost ")).isEqualTo("Büro 7, Ost");
        assertThat(Names.checked(limits, "name", "a".repeat(100))).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a/b", "a\\b", "a\nb", "a\u0000", "a\u202Eb", "a\u200Bb", "a\u2028b"})
    void refuses_what_does_not_fit_a_path_and_a_log(String name) {
        assertThatThrownBy(() -> Names.checked(limits, "name", name)).isInstanceOf(Refusal.class);
    }

    @Test
    void refuses_one_character_too_many_and_none_at_all() {
        assertThatThrownBy(() -> Names.checked(limits, "name", "a".repeat(101)))
                .hasMessage("'name' has 101 characters, at most 100");
        assertThatThrownBy(() -> Names.checked(limits, "name", null)).hasMessage("'name' is missing or empty");
    }
}
