package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limits;
import ai.ekaya.pack.EffectiveLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitWordsTest {
    private static final Limits LIMITS = Limits.defaults();
    private static final EffectiveLimits SOME =
            new EffectiveLimits(16 << 20, 10_000_000_000L, Duration.ofSeconds(60), 200);
    private static final EffectiveLimits LESS = new EffectiveLimits(8 << 20, 5_000_000, Duration.ofMillis(2_500), 200);

    @Test
    void says_what_was_used_and_up_to_what_more_may_be_asked_for() {
        LimitWords words = new LimitWords(SOME, SOME, LIMITS);
        assertThat(words.fuel())
                .isEqualTo(
                        "The run used all of its fuel, 10,000,000,000; ask for more in capabilities.json, limits.fuel,"
                                + " at most 1,000,000,000,000");
        assertThat(words.memory(15 << 20))
                .isEqualTo("The run held 15MiB of its 16MiB of memory and needed more; ask for more in"
                        + " capabilities.json, limits.memory, at most 256MiB");
        assertThat(words.time())
                .isEqualTo("The run did not end within its 60s; ask for more in capabilities.json, limits.timeout,"
                        + " at most 900s");
    }

    @Test
    void tells_the_packages_wish_from_what_was_granted() {
        LimitWords words = new LimitWords(SOME, LESS, LIMITS);
        assertThat(words.fuel()).endsWith("5,000,000; the package asks for 10,000,000,000, less is granted here");
        assertThat(words.memory(8 << 20)).endsWith("; the package asks for 16MiB, less is granted here");
        assertThat(words.time()).startsWith("The run did not end within its 2500ms; the package asks for 60s");
    }

    @Test
    void sends_nobody_beyond_the_ceiling() {
        EffectiveLimits most = EffectiveLimits.ceiling(LIMITS);
        LimitWords words = new LimitWords(most, most, LIMITS);
        assertThat(words.fuel()).endsWith("; that is the most that this server gives");
        assertThat(words.memory(1)).endsWith("; that is the most that this server gives");
        assertThat(words.time()).endsWith("; that is the most that this server gives");
    }

    @Test
    void names_both_stacks() {
        assertThat(new LimitWords(SOME, SOME, LIMITS).stack()).contains("256KiB", "8MiB");
    }
}
