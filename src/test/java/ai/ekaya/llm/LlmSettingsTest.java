package ai.ekaya.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LlmSettingsTest {
    private static LlmSettings read(Map<String, String> given) {
        return LlmSettings.read(key -> Optional.ofNullable(given.get(key)));
    }

    @Test
    void nothing_is_offered_unless_the_operator_says_so() {
        assertThat(read(Map.of())).isEqualTo(new LlmSettings(Optional.empty(), Optional.empty()));
        assertThat(read(Map.of("LLM_BASE_URL", " ", "LLM_API_KEY", "")).community())
                .isEmpty();
    }

    @Test
    void each_setting_is_read_and_the_key_is_shown_to_nobody() {
        LlmSettings read = read(Map.of(
                "LLM_BASE_URL", "https://api.example.com/v1",
                "LLM_MODEL", "shared",
                "LLM_API_KEY", "operators-key",
                "ekaya.llm.embedded-url", "http://127.0.0.1:8081/v1"));
        LlmSettings.Community community = read.community().orElseThrow();
        assertThat(community.base().text()).isEqualTo("https://api.example.com/v1");
        assertThat(community.model()).isEqualTo("shared");
        assertThat(community.key()).contains(new Secret("operators-key"));
        assertThat(read.embedded().orElseThrow().text()).isEqualTo("http://127.0.0.1:8081/v1");
        assertThat(read.toString()).doesNotContain("operators-key");
        assertThat(read(Map.of("LLM_BASE_URL", "https://api.example.com/v1", "LLM_MODEL", "shared"))
                        .community()
                        .orElseThrow()
                        .key())
                .isEmpty();
    }

    @Test
    void half_of_the_settings_or_what_is_no_address_is_refused_by_name() {
        assertThatThrownBy(() -> read(Map.of("LLM_BASE_URL", "https://api.example.com/v1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LLM_MODEL is missing");
        assertThatThrownBy(() -> read(Map.of("LLM_API_KEY", "operators-key")))
                .hasMessageContaining("LLM_BASE_URL is missing")
                .hasMessageNotContaining("operators-key");
        assertThatThrownBy(() -> read(Map.of("LLM_BASE_URL", "nonsense", "LLM_MODEL", "shared")))
                .hasMessageContaining("LLM_BASE_URL is no address");
        assertThatThrownBy(() -> read(Map.of("ekaya.llm.embedded-url", "nonsense")))
                .hasMessageContaining("ekaya.llm.embedded-url is no address");
    }
}
