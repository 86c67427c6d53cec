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
    void warns_of_each_option_that_makes_the_sandbox_slow_and_of_no_other() {
        boolean clips = Preflight.hotSpotOption("ClipInlining").equals(Optional.of("true"));
        boolean small = Preflight.hotSpotOption("UseG1GC").equals(Optional.of("true"))
                && Preflight.hotSpotOption("G1HeapRegionSize")
                                .map(Long::valueOf)
                                .orElse(4L << 20)
                        < 4 << 20;
        assertThat(Preflight.warnings().stream().filter(warning -> warning.contains("-XX:-ClipInlining")))
                .hasSize(clips ? 1 : 0);
        assertThat(Preflight.warnings().stream().filter(warning -> warning.contains("-XX:G1HeapRegionSize=4m")))
                .hasSize(small ? 1 : 0);
        assertThat(Preflight.warnings()).hasSize((clips ? 1 : 0) + (small ? 1 : 0));
    }
}
