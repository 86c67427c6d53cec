package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RunInputTest {
    private static String of(String body) {
        return RunInput.of(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothing_is_the_empty_object() {
        assertThat(of(" ")).isEqualTo("{}");
        assertThat(of("")).isEqualTo("{}");
    }

    @Test
    void knows_json_by_its_type() {
        assertThat(RunInput.isJson(new MediaType("application", "merge-patch+json")))
                .isTrue();
        assertThat(RunInput.isJson(MediaType.APPLICATION_JSON_TYPE)).isTrue();
        assertThat(RunInput.isJson(MediaType.TEXT_PLAIN_TYPE)).isFalse();
        assertThat(RunInput.isJson(null)).isFalse();
    }

    @Test
    void a_mistake_is_named_with_its_place() {
        assertThatThrownBy(() -> of("{\"a\": 1,\n  b}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("line 2, column");
        assertThatThrownBy(() -> of("{\"a\": 1, \"a\": 2}")).hasMessageContaining("'a'");
    }

    @Test
    void a_mistake_is_told_without_the_settings_of_the_parser() {
        assertThatThrownBy(() -> of("{"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("line 1, column")
                .hasMessageEndingWith("it ends before its lists, objects and texts do");
        assertThatThrownBy(() -> of("[".repeat(201) + "]".repeat(201)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nested too deep")
                .hasMessageNotContaining("StreamReadConstraints");
        assertThat(of("[".repeat(200) + "]".repeat(200))).hasSize(400);
    }

    @Test
    void what_is_not_utf8_is_refused() {
        assertThatThrownBy(() -> RunInput.of(new byte[] {'"', (byte) 0xFF, '"'}))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void a_weak_tag_is_the_same_output() {
        assertThat(Outputs.has("W/\"abc\"", "abc")).isTrue();
        assertThat(Outputs.has("\"x\", \"abc\"", "abc")).isTrue();
        assertThat(Outputs.has("*", "abc")).isTrue();
        assertThat(Outputs.has("\"abcd\"", "abc")).isFalse();
        assertThat(Outputs.has(null, "abc")).isFalse();
    }
}
