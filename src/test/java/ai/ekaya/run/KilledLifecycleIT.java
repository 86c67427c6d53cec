package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Servers are killed by SIGKILL while they change apps: what the next one finds, it makes whole. {@code ./ekaya bench kill-lifecycle} does it by the hundred. */
class KilledLifecycleIT {
    private static final int KILLS = 4;

    @Test
    void a_killed_server_leaves_no_half_app_and_nothing_that_belongs_to_nobody() {
        try (LifecycleKills kills = new LifecycleKills(42, 2, 2_000)) {
            kills.run(KILLS);
            assertThat(kills.violations).isEmpty();
            assertThat(kills.kills.values().stream().mapToInt(count -> count).sum())
                    .isEqualTo(KILLS);
            assertThat(kills.planted())
                    .as("orphans that the look does not find")
                    .isEmpty();
        }
    }
}
