package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of all sample apps that were recorded by a JVM that has ended, replayed by others: as the server's, and by one whose code is
 * never optimised. {@code ./ekaya bench replay} does it with a thousand, and with more kinds of JVM.
 */
class ReplayRestartIT {
    private static final int RUNS = Integer.getInteger("replay.runs", 27);

    @Test
    void what_one_jvm_recorded_another_replays_without_a_difference(@TempDir Path folder) {
        String file = folder.resolve("runs").toString();
        String count = Integer.toString(RUNS);
        assertThat(OtherJvm.run(List.of(), "record", file, count)).isEqualTo(count);
        assertThat(OtherJvm.run(List.of(), "replay", file, count)).startsWith(count + " 0 ");
        assertThat(OtherJvm.run(List.of("-XX:TieredStopAtLevel=1"), "replay", file, count))
                .startsWith(count + " 0 ");
    }
}
