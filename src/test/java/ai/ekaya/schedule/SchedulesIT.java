package ai.ekaya.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.catalog.MadeCatalog;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.Licence;
import ai.ekaya.install.NewInstall;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.Platform;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulesIT {
    private final Platform platform = Platform.open(Limits.defaults(), Runnable::run);
    private final Schedules schedules = of(platform);
    private final InstalledApp app = hourly();

    private static Schedules of(Platform on) {
        return new Schedules(
                on.store, on.limits, on.clock, on.apps, new BarredSchedules(new AuditLog(on.clock)), on.runs);
    }

    private InstalledApp hourly() {
        platform.install(Platform.app("export default async ({trigger}) => trigger"));
        return patched("0 * * * *");
    }

    private InstalledApp patched(String cron) {
        return patched(platform.admin, platform.project, cron);
    }

    private InstalledApp patched(Principal by, ProjectId project, String cron) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put("schedule", cron);
        return platform.changes.patch(by, project, "my-app", patch);
    }

    private List<Tick> ticks() {
        return schedules.ticks(app, Optional.empty(), 10);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void nothing_is_due_before_its_time() {
        schedules.poll();
        platform.clock.set(Instant.parse("2026-03-01T10:59:59Z"));
        assertThat(schedules.poll()).isZero();
        assertThat(ticks()).isEmpty();
    }

    @Test
    void an_app_whose_trial_is_over_is_started_by_no_schedule_before_anybody_turned_it_off() {
        schedules.poll();
        platform.trials.agree(platform.project, "my-app", new Licence.Trial(Instant.parse("2026-03-01T11:00:00Z")));
        platform.clock.set(Instant.parse("2026-03-01T11:00:00Z"));
        schedules.poll();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isZero();
        assertThat(ticks())
                .singleElement()
                .satisfies(tick -> assertThat(tick.cause()).contains(Cause.APP_DISABLED));
        platform.trials.agree(platform.project, "my-app", new Licence.Bought());
        platform.clock.set(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(schedules.poll()).isEqualTo(1);
    }

    @Test
    void a_due_time_is_one_run_however_often_the_clock_is_looked_at() {
        schedules.poll();
        platform.clock.set(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(schedules.poll()).isEqualTo(1);
        assertThat(schedules.poll()).isZero();
        assertThat(ticks()).hasSize(1);
        assertThat(platform.output(platform.history
                        .find(platform.project, ticks().get(0).run().orElseThrow())
                        .orElseThrow()))
                .contains("\"kind\":\"schedule\"", "\"dueAt\":\"2026-03-01T11:00:00Z\"");
    }

    @Test
    void looks_after_all_projects_and_writes_in_each_its_own() {
        ProjectId second = new ProjectId(UUID.randomUUID());
        platform.sql("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + second + "', 'second', now())");
        Principal admin = new Principal(
                Principal.Kind.USER, new UserId(UUID.randomUUID()), "ada", false, Map.of(second, Role.ADMIN));
        platform.users.put(admin.user(), admin);
        byte[] bytes = Platform.app("export default () => 2").zip();
        platform.installer.install(admin, second, NewInstall.of(bytes));
        InstalledApp twin = patched(admin, second, "0 * * * *");
        schedules.poll();
        platform.clock.set(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(schedules.poll()).isEqualTo(2);
        Tick own = ticks().get(0);
        Tick other = schedules.ticks(twin, Optional.empty(), 10).get(0);
        assertThat(platform.history.find(platform.project, own.run().orElseThrow()))
                .isPresent();
        assertThat(platform.history.find(second, other.run().orElseThrow())).isPresent();
        assertThat(platform.history.find(platform.project, other.run().orElseThrow()))
                .isEmpty();
    }

    @Test
    void six_hours_missed_are_one_run_that_says_so() {
        schedules.poll();
        platform.clock.set(Instant.parse("2026-03-01T16:30:00Z"));
        assertThat(schedules.poll()).isEqualTo(1);
        assertThat(ticks()).hasSize(6);
        assertThat(ticks().get(0).dueAt()).isEqualTo(Instant.parse("2026-03-01T16:00:00Z"));
        assertThat(ticks().get(0).missed()).isEqualTo(5);
        assertThat(ticks().subList(1, 6)).allSatisfy(tick -> {
            assertThat(tick.outcome()).isEqualTo(Tick.Outcome.MISSED);
            assertThat(tick.cause()).contains(Cause.SERVER_DOWN);
            assertThat(tick.reason())
                    .hasValueSatisfying(words -> assertThat(words)
                            .isEqualTo("Nobody could start it in time; the one at 2026-03-01T16:00:00Z stands for it"));
        });
    }

    @Test
    void two_servers_at_once_claim_each_due_time_once() {
        try (Platform second = platform.another("two")) {
            Schedules other = of(second);
            schedules.poll();
            for (int hour = 11; hour < 19; hour++) {
                platform.clock.set(Instant.parse("2026-03-01T" + hour + ":00:00Z"));
                var both = CompletableFuture.supplyAsync(other::poll);
                schedules.poll();
                both.join();
            }
        }
        assertThat(platform.count("SELECT count(*) FROM ekaya.schedule_tick")).isEqualTo(8);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")
                        + platform.count("SELECT count(*) FROM ekaya.schedule_tick WHERE outcome = 'SKIPPED'"))
                .isEqualTo(8);
    }

    @Test
    void a_due_time_is_skipped_while_the_run_before_it_goes_on() {
        schedules.poll();
        platform.clock.set(Instant.parse("2026-03-01T11:00:00Z"));
        schedules.poll();
        platform.sql("UPDATE ekaya.run SET state = 'RUNNING', outcome = NULL");
        platform.clock.set(Instant.parse("2026-03-01T12:00:00Z"));
        schedules.poll();
        assertThat(ticks().get(0).outcome()).isEqualTo(Tick.Outcome.SKIPPED);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(1);
    }

    @Test
    void a_schedule_whose_owner_may_no_longer_run_apps_is_paused_and_says_why() {
        Principal olga = platform.user("olga", Role.OPERATOR);
        patched(olga, platform.project, "0 * * * *");
        schedules.poll();
        platform.clock.set(Instant.parse("2026-03-01T11:00:00Z"));
        schedules.poll();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run")).isEqualTo(1);

        platform.users.put(olga.user(), asViewer(olga));
        platform.clock.set(Instant.parse("2026-03-01T12:00:00Z"));
        schedules.poll();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run"))
                .as("no run began")
                .isEqualTo(1);
        assertThat(ticks().get(0).outcome()).isEqualTo(Tick.Outcome.MISSED);
        assertThat(ticks().get(0).cause()).contains(Cause.PAUSED);
        assertThat(ticks().get(0).reason())
                .hasValueSatisfying(why -> assertThat(why)
                        .isEqualTo("olga, in whose name it runs, may no longer run apps in this project"));
        platform.clock.set(Instant.parse("2026-03-01T13:00:00Z"));
        assertThat(schedules.poll()).as("it stands still").isZero();
        assertThat(schedules.planned(platform.project)).singleElement().satisfies(planned -> {
            assertThat(planned.nextAt()).isEmpty();
            assertThat(planned.paused()).isTrue();
            assertThat(planned.schedulePaused())
                    .contains(ticks().get(0).reason().orElseThrow());
        });
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'SCHEDULE_PAUSED'"
                        + " AND actor_id = '" + olga.user() + "' AND actor_kind = 'schedule'"))
                .isEqualTo(1);
    }

    private Principal asViewer(Principal user) {
        return new Principal(
                Principal.Kind.SCHEDULE, user.user(), user.name(), false, Map.of(platform.project, Role.VIEWER));
    }

    @Test
    void whoever_sets_a_paused_schedule_again_runs_it_in_their_name() {
        Principal olga = platform.user("olga", Role.OPERATOR);
        patched(olga, platform.project, "0 * * * *");
        schedules.poll();
        platform.users.remove(olga.user());
        platform.clock.set(Instant.parse("2026-03-01T11:00:00Z"));
        schedules.poll();
        assertThat(ticks().get(0).reason())
                .hasValueSatisfying(why -> assertThat(why).contains("gone or disabled", "revoked or has expired"));
        platform.changes.disable(platform.admin, platform.project, "my-app");
        platform.changes.enable(platform.admin, platform.project, "my-app");
        assertThat(platform.apps.require(platform.project, "my-app").schedulePaused())
                .as("on and off is no taking over")
                .isPresent();

        InstalledApp taken = patched("0 * * * *");
        assertThat(taken.schedulePaused()).isEmpty();
        assertThat(taken.owner()).isEqualTo(platform.admin.user());
        assertThat(schedules.poll()).as("it owes nothing for the time between").isZero();
        platform.clock.set(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(schedules.poll()).isEqualTo(1);
        assertThat(ticks().get(0).outcome()).isEqualTo(Tick.Outcome.STARTED);
    }

    @Test
    void a_schedule_that_somebody_took_over_meanwhile_is_not_paused() {
        Principal olga = platform.user("olga", Role.OPERATOR);
        InstalledApp read = patched(olga, platform.project, "0 * * * *");
        patched("0 * * * *");
        platform.store.transactIn(
                platform.project.value(),
                transaction -> new BarredSchedules(new AuditLog(platform.clock))
                        .pause(transaction, read, olga.actor(), "gone"));
        assertThat(platform.apps.require(platform.project, "my-app").schedulePaused())
                .isEmpty();
    }

    @Test
    void an_edited_schedule_counts_from_the_edit() {
        schedules.poll();
        platform.clock.set(Instant.parse("2026-03-01T10:40:00Z"));
        patched("30 * * * *");
        platform.clock.set(Instant.parse("2026-03-01T11:10:00Z"));
        assertThat(schedules.poll()).isZero();
        platform.clock.advance(Duration.ofMinutes(20));
        assertThat(schedules.poll()).isEqualTo(1);
    }

    @Test
    void an_app_that_was_off_owes_nothing() {
        schedules.poll();
        platform.changes.disable(platform.admin, platform.project, "my-app");
        platform.clock.set(Instant.parse("2026-03-01T15:30:00Z"));
        assertThat(schedules.poll()).isZero();
        platform.changes.enable(platform.admin, platform.project, "my-app");
        assertThat(schedules.poll()).isZero();
        platform.clock.set(Instant.parse("2026-03-01T16:00:00Z"));
        assertThat(schedules.poll()).isEqualTo(1);
        assertThat(ticks().get(0).missed()).isZero();
        assertThat(ticks()).hasSize(2);
        assertThat(ticks().get(1).cause()).contains(Cause.APP_DISABLED);
        assertThat(ticks().get(1).count()).isEqualTo(5);
    }

    @Test
    void uninstalling_ends_the_schedule() {
        schedules.poll();
        platform.uninstaller.purge(platform.admin, platform.project, "my-app");
        platform.clock.set(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(schedules.poll()).isZero();
        assertThat(platform.count("SELECT count(*) FROM ekaya.schedule_cursor")).isZero();
    }

    private ScheduleClock alarm() {
        return new ScheduleClock(
                platform.store,
                platform.limits,
                platform.clock,
                schedules,
                platform.runs,
                platform.threads,
                platform.kept,
                platform.halfDone,
                platform.looks(new MadeCatalog()),
                platform.failed,
                platform.trialEnds,
                platform.databases,
                platform.signals);
    }

    /** As long as a test waits for what should be soon. */
    private boolean soon(BooleanSupplier done, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < until) {
            LockSupport.parkNanos(5_000_000);
        }
        return done.getAsBoolean();
    }

    @Test
    void the_clock_wakes_the_server_and_stops_when_asked() {
        schedules.poll();
        // A tenth of a second before it is due; the time of this test stands still, so it is looked again and again.
        platform.clock.set(Instant.parse("2026-03-01T10:59:59.900Z"));
        try (ScheduleClock alarm = alarm()) {
            alarm.open();
            platform.clock.set(Instant.parse("2026-03-01T11:00:00Z"));
            assertThat(soon(() -> ended() > 0, Duration.ofSeconds(4)))
                    .as("woken before the look that comes anyhow")
                    .isTrue();
        }
        assertThat(platform.threads.timer().isShutdown()).isFalse();
    }

    @Test
    void a_server_hears_at_once_of_a_schedule_that_was_set_on_another() {
        schedules.poll();
        platform.signals.open(work -> Thread.ofPlatform().daemon().start(work), platform.threads.timer());
        try (ScheduleClock alarm = alarm();
                Platform other = platform.another("two")) {
            alarm.open();
            assertThat(soon(
                            () -> platform.count("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'")
                                    > 0,
                            Duration.ofSeconds(10)))
                    .isTrue();
            platform.clock.set(Instant.parse("2026-03-01T11:00:30Z"));
            long told = System.nanoTime();
            other.changes.disable(platform.admin, platform.project, "my-app");
            other.changes.enable(platform.admin, platform.project, "my-app");
            assertThat(soon(
                            () -> platform.count("SELECT count(*) FROM ekaya.schedule_tick") > 0,
                            Duration.ofSeconds(4)))
                    .isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(4));
        }
    }

    private long ended() {
        return platform.count("SELECT count(*) FROM ekaya.run WHERE state = 'ENDED'");
    }
}
