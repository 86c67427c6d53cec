package ai.ekaya.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.Outcome;
import ai.ekaya.run.Platform;
import ai.ekaya.run.Run;
import ai.ekaya.store.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetsIT {
    private static final String COUNTING = """
            export default async ({host}) => (await host.db.query("SELECT count(*) FROM generate_series(1, 300000)")).rows
            """;

    private final Platform platform = Platform.open();
    private final InstalledApp app = platform.install(Platform.app(COUNTING));

    @AfterEach
    void close() {
        platform.close();
    }

    private void give(String whose, Meter meter, long perDay) {
        platform.budgets.put(platform.admin, platform.project, whose, Map.of(meter, Optional.of(perDay)));
    }

    private Spent spentToday() {
        return platform.budgets.account(platform.project).spent(app.slug());
    }

    @Test
    void what_runs_use_stands_in_their_account() {
        Run one = platform.run(app, "{}");
        Run two = platform.run(app, "{}");
        assertThat(one.usage().sqlMillis()).isBetween(1L, one.usage().hostMillis());
        assertThat(one.usage().sqlRows()).isEqualTo(1);
        assertThat(spentToday())
                .isEqualTo(new Spent(
                        2,
                        one.usage().fuel() + two.usage().fuel(),
                        one.usage().sqlMillis() + two.usage().sqlMillis(),
                        0,
                        0));
        assertThat(platform.budgets.account(platform.project).spent(Account.PROJECT))
                .isEqualTo(spentToday());
    }

    @Test
    void a_projects_weight_is_known_from_its_first_run() {
        assertThat(platform.budgets.weight(platform.project)).isEqualTo(1);
        platform.sql("UPDATE ekaya.project SET weight = 7 WHERE id = '" + platform.project + "'");
        platform.run(app, "{}");
        assertThat(platform.budgets.weight(platform.project)).isEqualTo(7);
    }

    @Test
    void an_app_that_used_up_its_runs_waits_for_the_next_day() {
        give(app.slug(), Meter.RUNS, 2);
        platform.run(app, "{}");
        platform.run(app, "{}");
        assertThatThrownBy(() -> platform.run(app, "{}"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessage("App '" + app.slug()
                        + "' has used 2 of today's 2 runs; the next day begins at 2026-03-02T00:00:00Z");
        assertThat(platform.count("SELECT count(*) FROM ekaya.run"))
                .as("runs that were written")
                .isEqualTo(2);
        platform.clock.advance(Duration.ofHours(14));
        assertThat(platform.run(app, "{}").outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
        assertThat(spentToday().runs()).isEqualTo(1);
    }

    @Test
    void a_project_that_used_up_its_sql_runs_no_app() {
        platform.run(app, "{}");
        give(Account.PROJECT, Meter.SQL_MILLIS, 1);
        assertThatThrownBy(() -> platform.run(app, "{}"))
                .hasMessageContaining("The project has used")
                .hasMessageContaining("of today's 1 milliseconds of SQL");
        platform.budgets.put(
                platform.admin, platform.project, Account.PROJECT, Map.of(Meter.SQL_MILLIS, Optional.empty()));
        platform.run(app, "{}");
    }

    @Test
    void installing_an_app_again_gives_it_no_second_day() {
        give(app.slug(), Meter.RUNS, 1);
        platform.run(app, "{}");
        platform.uninstaller.purge(platform.admin, platform.project, app.slug());
        InstalledApp again = platform.install(Platform.app(COUNTING));
        assertThat(again.slug()).isEqualTo(app.slug());
        assertThatThrownBy(() -> platform.run(again, "{}")).hasMessageContaining("of today's 1 runs");
    }

    @Test
    void what_another_server_spent_is_known_a_second_later() {
        give(app.slug(), Meter.RUNS, 1);
        Budgets elsewhere = new Budgets(platform.store, platform.limits, platform.clock, new AuditLog(platform.clock));
        platform.budgets.require(platform.project, app.slug());
        platform.store.transactIn(
                platform.project.value(),
                transaction -> Together.write(
                        transaction,
                        List.of(
                                Together.Part.of(Together.FIRST, "SELECT 1"),
                                elsewhere.part(platform.project, app.slug(), new Spent(1, 1, 1, 0, 0))),
                        row -> true));
        platform.budgets.require(platform.project, app.slug());
        platform.clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> platform.budgets.require(platform.project, app.slug()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void nobody_gives_more_than_the_server_does() {
        assertThatThrownBy(() -> give(Account.PROJECT, Meter.RUNS, 100_001))
                .hasMessage("Budget 'runs' is 100001, expected 0 to 100000, what this server gives a project in a day"
                        + " (ekaya.usage.runs-count)");
        assertThatThrownBy(() -> give(app.slug(), Meter.FUEL, -1)).isInstanceOf(Refusal.class);
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_budget")).isZero();
        give(app.slug(), Meter.RUNS, 0);
        assertThatThrownBy(() -> platform.run(app, "{}")).hasMessageContaining("0 of today's 0 runs");
    }

    @Test
    void a_project_with_budgets_for_as_many_apps_as_it_may_can_still_change_them() {
        int most = platform.limits.intOf(Limit.INSTALL_APPS_PER_PROJECT_COUNT);
        for (int i = 0; i < most; i++) {
            give("app-" + i, Meter.RUNS, 1);
        }
        assertThatThrownBy(() -> give(app.slug(), Meter.RUNS, 1))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessageStartingWith("The project has budgets for " + most + " apps");
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_budget")).isEqualTo(most);
        give("app-0", Meter.RUNS, 2);
        give(Account.PROJECT, Meter.RUNS, 5);
        platform.budgets.put(platform.admin, platform.project, "app-0", Map.of(Meter.RUNS, Optional.empty()));
        give(app.slug(), Meter.RUNS, 1);
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_budget")).isEqualTo(most + 1);
    }

    @Test
    void a_change_of_a_budget_is_in_the_audit_with_what_was_before() {
        give(app.slug(), Meter.RUNS, 5);
        give(app.slug(), Meter.RUNS, 5);
        give(app.slug(), Meter.RUNS, 7);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'BUDGET_CHANGED'"))
                .isEqualTo(2);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'BUDGET_CHANGED'"
                        + " AND changes->'runs'->>'before' = '5' AND changes->'runs'->>'after' = '7'"))
                .isEqualTo(1);
    }

    @Test
    void days_older_than_a_month_are_forgotten() {
        platform.run(app, "{}");
        platform.clock.advance(Duration.ofDays(32));
        platform.run(app, "{}");
        assertThat(platform.count("SELECT count(*) FROM ekaya.usage_day")).isEqualTo(1);
        assertThat(platform.budgets.days(platform.project, 31)).hasSize(1);
    }
}
