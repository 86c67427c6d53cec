package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
    @Test
    void matches_the_same_password_only_and_never_looks_the_same() {
        String hash = PasswordHash.of("correct horse ✓");
        assertThat(PasswordHash.matches(hash, "correct horse ✓")).isTrue();
        assertThat(PasswordHash.matches(hash, "correct horse")).isFalse();
        assertThat(PasswordHash.matches(hash, "")).isFalse();
        assertThat(PasswordHash.of("correct horse ✓")).isNotEqualTo(hash).doesNotContain("horse");
    }

    @Test
    void refuses_to_guess_at_a_form_it_does_not_know() {
        assertThatThrownBy(() -> PasswordHash.matches("plain", "plain")).isInstanceOf(IllegalStateException.class);
    }
}
