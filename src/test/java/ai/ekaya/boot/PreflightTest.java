package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightTest {
    @Test
    void reads_an_option_of_this_jvm_and_nothing_of_one_that_it_has_not() {
        assertThat(Preflight.hotSpotOption("ClipInlining")).get().isIn("true", "false");
        assertThat(Preflight.hotSpotOption("NoSuchOption")).isEqualTo(Optional.empty());
    }

    @Test
    void warns_of_clipped_inlining_and_of_nothing_else() {
        boolean clips = Preflight.hotSpotOption("ClipInlining").equals(Optional.of("true"));
        assertThat(Preflight.warnings())
                .hasSize(clips ? 1 : 0)
                .allMatch(warning -> warning.contains("-XX:-ClipInlining"));
    }
}
