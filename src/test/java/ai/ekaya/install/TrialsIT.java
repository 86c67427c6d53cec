package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.host.RunId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Packages;
import ai.ekaya.run.Outcome;
import ai.ekaya.run.Platform;
import ai.ekaya.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Apps that run for a while before they are bought. */
class TrialsIT {
    private static final Duration DAYS = Duration.ofDays(14);
    private static final Packages PAID = Platform.app("export default async ({host}) => {"
                    + " await host.db.query(\"INSERT INTO notes VALUES ('x')\");"
                    + " return (await host.db.query('SELECT count(*) FROM notes')).rows[0][0]; }")
            .with("migrations/001_notes.sql", "CREATE TABLE notes (body text)");

    private final Platform platform = Platform.open();
    private final Instant end = platform.clock.instant().plus(DAYS);

    @BeforeEach
    void sellThePackage() {
        platform.trialTerms =
                (id, hash) -> hash.equals(PAID.verified().hash()) ? OptionalInt.of(14) : OptionalInt.empty();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private InstalledApp app() {
        return platform.apps.require(platform.project, "my-app");
    }

    private InstalledApp asked(String slug) {
        return platform.installer.install(
                platform.admin,
                platform.project,
                new NewInstall(PAID.zip(), Optional.of(slug), Optional.empty(), java.util.Map.of(), Columns.object()));
    }

    private long told(String words) {
        return platform.count(
                "SELECT coalesce(sum(count), 0) FROM ekaya.notification WHERE title LIKE '%" + words + "%'");
    }

    private long audited(String type) {
        return platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = '" + type + "'");
    }

    @Test
    void an_app_on_trial_runs_until_the_very_end_of_it_and_keeps_its_data_and_output() {
        InstalledApp app = platform.install(PAID);
        assertThat(app.trialEndsAt()).contains(end);
        platform.changes.patch(
                platform.admin, platform.project, "my-app", Columns.object().put("schedule", "0 * * * *"));
        platform.clock.advance(DAYS.minusMillis(1));
        Run last = platform.run(app(), "{}");
        assertThat(platform.output(last)).isEqualTo("1");

        platform.clock.advance(Duration.ofMillis(1));
        long runs = platform.count("SELECT count(*) FROM ekaya.run");
        assertThatThrownBy(() -> platform.run(app(), "{}"))
                .as("before anybody has looked at the clock")
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ended at " + end);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(runs);
        assertThat(app().state()).isEqualTo(AppStatus.ENABLED);

        assertThat(platform.trialEnds.sweep()).isEqualTo(1);
        assertThat(platform.trialEnds.sweep()).isZero();
        assertThat(app().state()).isEqualTo(AppStatus.DISABLED);
        assertThat(app().turnedOff()).hasValueSatisfying(why -> assertThat(why).contains("ended at " + end));
        assertThat(app().schedule()).isPresent();
        assertThat(app().mayRun()).as("what schedules and triggers ask").isFalse();
        assertThat(platform.output(last)).isEqualTo("1");
        assertThat(platform.count("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'app\\_%'"))
                .isEqualTo(1);
        assertThat(audited("TRIAL_BEGAN")).isEqualTo(1);
        assertThat(audited("TRIAL_ENDED")).isEqualTo(1);
        assertThatThrownBy(() -> platform.changes.enable(platform.admin, platform.project, "my-app"))
                .isInstanceOf(Refusal.class);
        assertThat(app().state()).isEqualTo(AppStatus.DISABLED);
    }

    @Test
    void a_run_that_waited_for_its_turn_until_the_trial_was_over_does_not_begin() {
        Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        AtomicBoolean full = new AtomicBoolean(true);
        Executor executor = task -> {
            if (full.get()) {
                waiting.add(task);
            } else {
                started(task);
            }
        };
        try (Platform slow = Platform.open(Limits.defaults(), executor)) {
            slow.trialTerms = (id, hash) -> OptionalInt.of(14);
            InstalledApp app = slow.install(PAID);
            RunId begun = slow.runs.submit(slow.asked(app, "{}"));
            RunId run = begun;
            for (int i = 0; i < slow.limits.of(Limit.RUN_CONCURRENT_PER_APP_COUNT); i++) {
                run = slow.runs.submit(slow.asked(app, "{}"));
            }
            slow.trials.agree(
                    slow.project,
                    "my-app",
                    new Licence.Trial(slow.clock.instant().plusSeconds(2)));
            slow.clock.advance(Duration.ofSeconds(2));
            full.set(false);
            waiting.forEach(TrialsIT::started);
            assertThat(slow.ended(begun).outcome().orElseThrow().name()).isEqualTo(Outcome.Name.SUCCEEDED);
            assertThat(slow.ended(run).outcome().orElseThrow().name()).isEqualTo(Outcome.Name.REFUSED);
        }
    }

    private static void started(Runnable task) {
        Thread thread = new Thread(null, task, "guest", 16 << 20);
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void a_trial_is_not_had_twice_by_installing_again_or_under_another_name() {
        platform.install(PAID);
        platform.clock.advance(Duration.ofDays(10));
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(platform.count("SELECT count(*) FROM ekaya.installed_app")).isZero();
        assertThat(platform.install(PAID).trialEndsAt()).contains(end);
        assertThat(asked("other").trialEndsAt()).contains(end);

        platform.uninstaller.uninstall(platform.admin, platform.project, "my-app");
        platform.clock.advance(Duration.ofDays(4));
        InstalledApp late = platform.install(PAID);
        assertThat(late.state()).isEqualTo(AppStatus.DISABLED);
        assertThat(late.turnedOff()).isPresent();
        assertThatThrownBy(() -> platform.run(late, "{}")).isInstanceOf(Refusal.class);
        assertThat(audited("TRIAL_BEGAN")).isEqualTo(1);
    }

    @Test
    void an_app_that_became_one_that_is_sold_is_on_trial_from_then_on() {
        InstalledApp free = platform.install(Platform.app("export default async () => 1"));
        assertThat(free.trialEndsAt()).isEmpty();
        platform.clock.advance(Duration.ofDays(100));
        assertThat(platform.trialEnds.sweep()).isZero();
        assertThat(platform.output(platform.run(free, "{}"))).isEqualTo("1");
        InstalledApp sold =
                Done.of(platform.updates.update(platform.admin, platform.project, "my-app", NewInstall.of(PAID.zip())));
        assertThat(sold.trialEndsAt()).contains(platform.clock.instant().plus(DAYS));
    }

    @Test
    void people_are_told_three_days_before_and_when_it_is_over_once_each() {
        platform.install(PAID);
        platform.clock.advance(Duration.ofDays(11).minusSeconds(1));
        platform.trialEnds.sweep();
        assertThat(told("trial")).isZero();
        platform.clock.advance(Duration.ofSeconds(1));
        platform.trialEnds.sweep();
        platform.trialEnds.sweep();
        assertThat(told("ends soon")).isEqualTo(1);
        platform.clock.advance(Duration.ofDays(3));
        platform.trialEnds.sweep();
        platform.trialEnds.sweep();
        assertThat(told("is over")).isEqualTo(1);
    }

    @Test
    void buying_an_app_ends_its_trial_and_turns_it_on_again() {
        platform.install(PAID);
        platform.clock.advance(DAYS);
        platform.trialEnds.sweep();
        assertThat(platform.trials.agree(platform.project, "my-app", new Licence.Bought()))
                .isTrue();
        assertThat(platform.trials.agree(platform.project, "my-app", new Licence.Bought()))
                .isFalse();
        assertThat(app().state()).isEqualTo(AppStatus.ENABLED);
        assertThat(app().trialEndsAt()).isEmpty();
        assertThat(platform.output(platform.run(app(), "{}"))).isEqualTo("1");
        assertThat(audited("TRIAL_CHANGED")).isEqualTo(1);
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        assertThat(platform.install(PAID).trialEndsAt()).as("it stays bought").isEmpty();
    }

    @Test
    void an_app_that_people_turned_off_stays_off_when_it_is_bought() {
        platform.install(PAID);
        platform.changes.disable(platform.admin, platform.project, "my-app");
        platform.clock.advance(DAYS);
        platform.trialEnds.sweep();
        assertThat(audited("TRIAL_ENDED")).isZero();
        platform.trials.agree(platform.project, "my-app", new Licence.Bought());
        assertThat(app().state()).isEqualTo(AppStatus.DISABLED);
        platform.changes.enable(platform.admin, platform.project, "my-app");
        assertThat(platform.output(platform.run(app(), "{}"))).isEqualTo("1");
    }

    @Test
    void a_marketplace_gives_more_time_and_takes_it_back() {
        platform.install(PAID);
        Instant later = end.plus(Duration.ofDays(30));
        platform.trials.agree(platform.project, "my-app", new Licence.Trial(later));
        platform.clock.advance(DAYS);
        assertThat(platform.trialEnds.sweep()).isZero();
        assertThat(platform.output(platform.run(app(), "{}"))).isEqualTo("1");
        platform.trials.agree(platform.project, "my-app", new Licence.Trial(platform.clock.instant()));
        assertThatThrownBy(() -> platform.run(app(), "{}")).isInstanceOf(Refusal.class);
        assertThat(platform.trialEnds.sweep()).isEqualTo(1);
        platform.trials.agree(platform.project, "my-app", new Licence.Trial(later));
        assertThat(app().state()).isEqualTo(AppStatus.ENABLED);
    }

    @Test
    void the_days_left_are_told_up_to_the_last_begun_one() {
        Instant now = platform.clock.instant();
        assertThat(AppView.Trial.of(now.plus(DAYS), now).daysLeft()).contains(14L);
        assertThat(AppView.Trial.of(now.plusSeconds(1), now).daysLeft()).contains(1L);
        assertThat(AppView.Trial.of(now, now).daysLeft()).contains(0L);
        assertThat(AppView.Trial.of(now.minusSeconds(1), now).daysLeft()).contains(0L);
    }
}
