package ai.ekaya.sandbox.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random modules do the same after splitting, however they are cut. A failure names its seed. */
class RandomModuleTest {
    private static final int MODULES = 150;
    private static final long[][] ARGUMENTS = {{0}, {1}, {5}, {12345}, {0xFFFF_FFF0L}};

    @Test
    void random_modules_do_the_same_after_splitting() {
        long first = Long.getLong("splitter.seed", new SplittableRandom().nextLong());
        System.out.println("RandomModuleTest: first seed " + first);
        int pieces = 0;
        for (long seed = first; seed < first + MODULES; seed++) {
            byte[] module = RandomModule.of(seed);
            Split split = Splitter.split(module, settings(seed));
            pieces += split.newFunctions();
            assertThat(Behaviour.interpreted().ofExport(split.module(), "f4", ARGUMENTS))
                    .as("splitter.seed=%d", seed)
                    .isEqualTo(Behaviour.interpreted().ofExport(module, "f4", ARGUMENTS));
        }
        assertThat(pieces).as("pieces of all modules").isGreaterThan(5 * MODULES);
    }

    @Test
    void compiled_they_do_too() {
        long first = Long.getLong("splitter.seed", new SplittableRandom().nextLong());
        System.out.println("RandomModuleTest: first seed, compiled " + first);
        for (long seed = first; seed < first + MODULES / 10; seed++) {
            byte[] module = RandomModule.of(seed);
            assertThat(Behaviour.compiled()
                            .ofExport(
                                    Splitter.split(module, SplitSettings.stress())
                                            .module(),
                                    "f4",
                                    ARGUMENTS))
                    .as("splitter.seed=%d", seed)
                    .isEqualTo(Behaviour.interpreted().ofExport(module, "f4", ARGUMENTS));
        }
    }

    private static SplitSettings settings(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int target = 250 + random.nextInt(1_000);
        int limit = target + random.nextInt(500);
        return new SplitSettings(limit, target, 250 + random.nextInt(1_500), random.nextInt(500), 100_000_000);
    }
}
