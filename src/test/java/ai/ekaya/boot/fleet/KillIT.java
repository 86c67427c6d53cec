package ai.ekaya.boot.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short form of {@code ./ekaya bench kill}. {@code -Dfleet.kills=20 -Dfleet.apps=200} makes it longer. */
class KillIT {
    private static final int KILLS = Integer.getInteger("fleet.kills", 3);
    private static final int APPS = Integer.getInteger("fleet.apps", 30);
    private static final int DUE_MINUTES = 20;

    @Test
    void whatever_is_killed_when_every_due_time_has_its_line_and_no_effect_is_there_twice() {
        long seed = Long.getLong("fleet.seed", 20261123L);
        try (TwoServers servers = TwoServers.start("kill", Harness.environment())) {
            Harness harness = new Harness(servers);
            harness.install(APPS);
            harness.begin(DUE_MINUTES);
            new Killers(servers, KILLS, 0, seed).awaitEnd(300 * KILLS);
            harness.rest();
            assertThat(harness.check().violations()).as("seed %s", seed).isEmpty();
            assertThat(harness.count("SELECT count(*) FROM ekaya.run WHERE outcome = 'SUCCEEDED'"))
                    .isGreaterThan(APPS);
            assertThat(harness.effects()).isPositive();
            assertThat(harness.posts()).isPositive();
            assertThat(servers.two()
                            .admin()
                            .get("/api/v1/audit/verify")
                            .json()
                            .path("intact")
                            .asBoolean())
                    .isTrue();
        }
    }
}
