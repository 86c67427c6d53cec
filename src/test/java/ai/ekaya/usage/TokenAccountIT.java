package ai.ekaya.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.Outcome;
import ai.ekaya.run.Platform;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenAccountIT {
    private static final String APP = "drift";
    private static final UUID RUN = UUID.randomUUID();

    private final Platform platform = Platform.open();
    private final TokenAccount tokens = new TokenAccount(platform.store, platform.limits, platform.clock);

    @AfterEach
    void close() {
        platform.close();
    }

    private void give(String whose, long perDay) {
        platform.budgets.put(platform.admin, platform.project, whose, Map.of(Meter.TOKENS, Optional.of(perDay)));
    }

    private Reserved reserve(String app, long count) {
        return tokens.reserve(platform.project, app, RUN, count, OptionalLong.empty());
    }

    private Reserved reserveOfCommunity(long count) {
        return tokens.reserve(platform.project, APP, RUN, count, OptionalLong.of(100));
    }

    private long spent(String app) {
        return platform.budgets.account(platform.project).spent(app).tokens();
    }

    private long reserved() {
        return platform.count("SELECT count(*) FROM ekaya.usage_reservation");
    }

    @Test
    void what_is_reserved_counts_until_it_is_settled_and_then_what_was_spent_does() {
        give(Account.PROJECT, 1_000);
        Reserved first = reserve(APP, 600);
        assertThatThrownBy(() -> reserve(APP, 401))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessage(
                        "The project has used 0 of today's 1000 tokens, calls under way may use 600, and this one may"
                                + " use 401; the next day begins at 2026-03-02T00:00:00Z");
        assertThat(reserved()).as("what the refused call left").isOne();
        tokens.settle(first, 100);
        tokens.settle(reserve(APP, 900), 0);
        assertThat(spent(APP)).isEqualTo(100);
        assertThat(reserved()).isZero();
    }

    @Test
    void an_apps_budget_holds_for_it_alone() {
        give(APP, 50);
        assertThatThrownBy(() -> reserve(APP, 51))
                .hasMessage(
                        "App 'drift' has used 0 of today's 50 tokens, and this one may use 51; the next day begins at"
                                + " 2026-03-02T00:00:00Z");
        tokens.settle(reserve(APP, 50), 50);
        tokens.settle(reserve("other", 51), 51);
        assertThat(List.of(spent(APP), spent("other"), spent(Account.PROJECT))).containsExactly(50L, 51L, 101L);
    }

    @Test
    void the_platforms_own_model_has_a_quota_that_other_models_do_not_use_up() {
        tokens.settle(reserve(APP, 500), 500);
        tokens.settle(reserveOfCommunity(60), 60);
        assertThatThrownBy(() -> reserveOfCommunity(41))
                .hasMessageStartingWith("Of the platform's own model the project has used 60 of today's 100 tokens");
        tokens.settle(reserveOfCommunity(40), 40);
        assertThat(spent(APP)).isEqualTo(600);
        LocalDate day = platform.budgets.account(platform.project).day();
        assertThat(platform.budgets.communityTokens(platform.project, day)).isEqualTo(100);
        assertThat(platform.budgets.communityTokens(platform.project, day.plusDays(1)))
                .isZero();
    }

    @Test
    void settling_twice_counts_once() {
        Reserved one = reserve(APP, 10);
        tokens.settle(one, 7);
        tokens.settle(one, 7);
        assertThat(spent(APP)).isEqualTo(7);
    }

    @Test
    void more_than_was_reserved_is_counted_as_it_was_billed() {
        give(Account.PROJECT, 100);
        tokens.settle(reserve(APP, 10), 150);
        assertThat(spent(APP)).isEqualTo(150);
        assertThatThrownBy(() -> reserve(APP, 1)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_reservation_made_before_midnight_is_settled_on_its_own_day() {
        give(Account.PROJECT, 100);
        platform.clock.set(Instant.parse("2026-03-01T23:59:59Z"));
        Reserved late = reserve(APP, 100);
        platform.clock.set(Instant.parse("2026-03-02T00:00:10Z"));
        Reserved next = reserve(APP, 100);
        tokens.settle(late, 90);
        assertThat(spent(APP)).as("of the new day").isZero();
        tokens.settle(next, 5);
        assertThat(platform.count("SELECT sum(tokens) FROM ekaya.usage_day WHERE day = '2026-03-01'"))
                .isEqualTo(90);
        assertThat(spent(APP)).isEqualTo(5);
    }

    @Test
    void what_a_dead_server_reserved_is_free_again_and_what_a_slow_one_spent_is_counted() {
        give(Account.PROJECT, 100);
        Reserved lost = reserve(APP, 100);
        Duration held = Duration.ofMillis(platform.limits.of(Limit.USAGE_RESERVATION_MILLIS));
        platform.clock.advance(held.minusMillis(1));
        assertThatThrownBy(() -> reserve(APP, 1)).isInstanceOf(Refusal.class);
        platform.clock.advance(Duration.ofMillis(1));
        tokens.settle(reserve(APP, 100), 20);
        tokens.settle(lost, 30);
        assertThat(spent(APP)).isEqualTo(50);
        Reserved dead = reserve(APP, 1);
        platform.clock.advance(Duration.ofDays(2));
        tokens.settle(reserve(APP, 1), 1);
        assertThat(reserved()).as("rows of %s", dead).isZero();
    }

    @Test
    void two_projects_and_their_budgets_are_apart() {
        ProjectId other = new ProjectId(UUID.randomUUID());
        platform.sql("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + other + "', 'other', now())");
        give(Account.PROJECT, 10);
        Reserved mine = reserve(APP, 10);
        Reserved theirs = tokens.reserve(other, APP, RUN, 11, OptionalLong.empty());
        tokens.settle(new Reserved(theirs.id(), platform.project, 11), 11);
        assertThat(spent(APP))
                .as("another project's reservation settled as one's own")
                .isZero();
        tokens.settle(theirs, 11);
        tokens.settle(mine, 10);
        assertThat(spent(APP)).isEqualTo(10);
        assertThat(platform.budgets.account(other).spent(APP).tokens()).isEqualTo(11);
    }

    @Test
    void a_project_without_tokens_runs_its_apps_all_the_same() {
        give(Account.PROJECT, 0);
        assertThatThrownBy(() -> reserve(APP, 1)).hasMessageContaining("0 of today's 0 tokens");
        InstalledApp app = platform.install(Platform.app("export default () => 1"));
        assertThat(platform.run(app, "{}").outcome().map(Outcome::name)).contains(Outcome.Name.SUCCEEDED);
    }

    @Test
    void two_servers_with_sixteen_threads_never_pass_a_budget_and_use_all_of_it() throws Exception {
        give(Account.PROJECT, 1_000);
        give("even", 400);
        try (Platform other = platform.another("two");
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            TokenAccount elsewhere = new TokenAccount(other.store, other.limits, other.clock);
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                TokenAccount here = i < 8 ? tokens : elsewhere;
                String app = i % 2 == 0 ? "even" : "odd";
                all.add(threads.submit(() -> spendWhatIsLeft(here, app)));
            }
            int refused = 0;
            for (Future<Integer> one : all) {
                refused += one.get();
            }
            assertThat(refused).as("each thread ends by a refusal").isEqualTo(16);
        }
        // A thread may have ended because of what another held just then and gave back: nothing of that is lost.
        spendWhatIsLeft(tokens, "even");
        spendWhatIsLeft(tokens, "odd");
        assertThat(spent("even")).isLessThanOrEqualTo(400);
        assertThat(spent(Account.PROJECT)).isEqualTo(1_000);
        assertThat(reserved()).isZero();
    }

    /** Holds 20 and spends 10 of them, until there is no more; 10 and 10 for the rest. */
    private int spendWhatIsLeft(TokenAccount account, String app) {
        for (long held = 20; held >= 10; held -= 10) {
            while (true) {
                try {
                    Reserved mine = account.reserve(platform.project, app, RUN, held, OptionalLong.empty());
                    account.settle(mine, 10);
                } catch (Refusal over) {
                    assertThat(over.code()).isEqualTo(RefusalCode.LIMIT);
                    // As long as others hold some, it is not the last word.
                    if (reserved() == 0) {
                        break;
                    }
                }
            }
        }
        return 1;
    }
}
