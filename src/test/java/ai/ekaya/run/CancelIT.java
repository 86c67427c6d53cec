package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.install.InstalledApp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stops runs wherever they are. A short form of {@code ./ekaya bench cancel}. */
class CancelIT {
    private static final int COUNT = 5;

    /** The promise is 250 ms; other tests may run beside this one. */
    private static final double MILLIS_MAX = 1_000;

    @Test
    void a_run_ends_soon_wherever_it_is_and_leaves_everything_else_alone() {
        try (CancelTimes times = new CancelTimes(COUNT)) {
            Map<String, List<Double>> measured = times.measure();
            assertThat(measured).hasSize(10);
            measured.forEach((where, millis) -> assertThat(CancelTimes.percentile(millis, 0.5))
                    .as(where + " " + millis)
                    .isLessThan(MILLIS_MAX));
        }
    }

    @Test
    void a_statement_is_stopped_by_the_time_as_it_is_by_a_person() {
        try (Platform platform = Platform.open()) {
            InstalledApp app = platform.install(Platform.app("export default async ({host}) => host.db.query("
                            + "'SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b')")
                    .with(
                            "capabilities.json",
                            "{\"hostFunctions\": [\"db_query\"], \"limits\": {\"timeout\": \"1s\"}}"));
            Run run = platform.run(app, "{}");
            assertThat(run.outcome().map(Outcome::name)).contains(Outcome.Name.TIMED_OUT);
            assertThat(run.usage().wallMillis()).isBetween(1_000L, 2_000L);
            assertThat(platform.count("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
                            + " '%generate_series(1, 1000000) a%' AND query NOT LIKE '%pg_stat_activity%'"))
                    .isZero();
        }
    }
}
