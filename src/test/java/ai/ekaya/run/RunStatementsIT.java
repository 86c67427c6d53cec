package ai.ekaya.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.install.InstalledApp;
import ai.ekaya.pack.Packages;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many statements a run costs the platform's database, as PostgreSQL counts them. */
class RunStatementsIT {
    private static final int RUNS = 20;
    private static final Set<String> FRAMES = Set.of("BEGIN", "COMMIT");

    private final Platform platform = Platform.open();

    @AfterEach
    void close() {
        platform.close();
    }

    /** Once caches are filled, and so that none of the runs is the one in many that does some housekeeping. */
    private double perRun(Packages packages) {
        InstalledApp app = platform.install(packages);
        platform.run(app, "{}");
        platform.countStatements();
        for (int i = 0; i < RUNS; i++) {
            assertThat(platform.run(app, "{}").outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
        }
        Map<String, Long> statements = platform.statements();
        return statements.entrySet().stream()
                        .filter(statement -> !FRAMES.contains(statement.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum()
                / (double) RUNS;
    }

    @Test
    void a_run_without_host_calls_is_five() {
        // Times of commits are written once a second beside runs: on a busy machine some fall among these.
        assertThat(perRun(Platform.app("export default () => 1"))).isBetween(5.0, 5.5);
    }

    @Test
    void a_run_with_three_recorded_calls_of_the_apps_own_database_is_five() {
        assertThat(perRun(Platform.app("""
                        export default async ({host}) => {
                          host.log.info('one'); host.log.info('two');
                          for (const n of [1, 2, 3]) await host.db.query('SELECT ' + n);
                        }
                        """).with("schema.sql", "CREATE TABLE notes (id serial PRIMARY KEY)")))
                .isBetween(5.0, 5.5);
    }
}
