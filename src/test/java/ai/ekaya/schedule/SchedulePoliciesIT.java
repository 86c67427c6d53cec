package ai.ekaya.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.Platform;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of each due time: overlap, catch-up, pauses, edits. The runs wait in a queue until a test lets them go on. */
class SchedulePoliciesIT {
    private static final Limits LIMITS = Limits.defaults()
            .with(Limit.SCHEDULE_WAITING_COUNT, 3)
            .with(Limit.SCHEDULE_CATCH_UP_COUNT, 4)
            .with(Limit.SCHEDULE_MISSED_ROWS_COUNT, 3);

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Platform platform = Platform.open(LIMITS, queue::add);
    private final Schedules schedules = on(platform);
    private final InstalledApp app = platform.install(Platform.app("export default async ({trigger}) => trigger"));

    private static Schedules on(Platform on) {
        return new Schedules(
                on.store, on.limits, on.clock, on.apps, new BarredSchedules(new AuditLog(on.clock)), on.runs);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void schedule(String json) {
        platform.changes.patch(platform.admin, platform.project, "my-app", patch(json.replace('\'', '"')));
    }

    private static ObjectNode patch(String json) {
        try {
            return JsonNodeFactory.instance.objectNode().set("schedule", new ObjectMapper().readTree(json));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private int at(String time) {
        platform.clock.set(Instant.parse("2026-03-" + (time.contains("T") ? time : "01T" + time) + "Z"));
        return schedules.poll();
    }

    /** Everything that was started ends. */
    private void letRun() {
        while (!queue.isEmpty()) {
            queue.poll().run();
        }
    }

    /** Oldest first, such as {@code 11:00 STARTED}. */
    private List<String> ticks() {
        return schedules.ticks(app, Optional.empty(), 100).reversed().stream()
                .map(tick -> tick.dueAt().toString().substring(11, 16)
                        + (tick.count() > 1
                                ? "-" + tick.untilAt().toString().substring(11, 16) + " " + tick.count()
                                : "")
                        + " " + tick.outcome()
                        + tick.cause()
                                .filter(cause -> tick.outcome() == Tick.Outcome.MISSED)
                                .map(cause -> " " + cause)
                                .orElse(""))
                .toList();
    }

    private String reason(int index) {
        return schedules
                .ticks(app, Optional.empty(), 100)
                .reversed()
                .get(index)
                .reason()
                .orElse("");
    }

    private long runs() {
        return platform.count("SELECT count(*) FROM ekaya.run");
    }

    @Test
    void with_skip_a_due_time_goes_by_while_the_run_before_it_goes_on() {
        schedule("{'cron': '0 * * * *', 'overlap': 'skip'}");
        at("10:30:00");
        assertThat(at("11:00:00")).isEqualTo(1);
        assertThat(at("12:00:00")).isZero();
        letRun();
        assertThat(at("12:00:30")).isZero();
        assertThat(at("13:00:00")).isEqualTo(1);
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 SKIPPED", "13:00 STARTED");
        assertThat(reason(1)).isEqualTo("The run before it was still going on");
    }

    @Test
    void with_queue_one_a_single_due_time_waits() {
        schedule("{'cron': '0 * * * *', 'overlap': 'queue-one'}");
        at("10:30:00");
        at("11:00:00");
        at("12:00:00");
        at("13:00:00");
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 WAITING", "13:00 SKIPPED");
        assertThat(runs()).isEqualTo(1);
        letRun();
        assertThat(at("13:10:00")).isEqualTo(1);
        assertThat(at("13:10:01")).isZero();
        letRun();
        assertThat(at("13:10:02")).isZero();
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 STARTED", "13:00 SKIPPED");
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void with_queue_all_as_many_wait_as_may_and_start_in_order() {
        schedule("{'cron': '0 * * * *', 'overlap': 'queue-all'}");
        at("10:30:00");
        for (int hour = 11; hour < 18; hour++) {
            at(hour + ":00:00");
        }
        assertThat(ticks())
                .containsExactly(
                        "11:00 STARTED",
                        "12:00 WAITING",
                        "13:00 WAITING",
                        "14:00 WAITING",
                        "15:00-17:00 3 MISSED QUEUE_FULL");
        assertThat(reason(4)).isEqualTo("3 due times were waiting already for the run before to end");
        letRun();
        assertThat(at("17:10:00")).isEqualTo(1);
        assertThat(ticks()).contains("12:00 STARTED", "13:00 WAITING");
        // A new due time goes behind those that wait.
        at("18:00:00");
        assertThat(ticks()).contains("18:00 WAITING");
        for (int i = 1; i <= 3; i++) {
            letRun();
            assertThat(at("18:10:0" + i)).isEqualTo(1);
        }
        letRun();
        assertThat(at("18:10:09")).isZero();
        assertThat(runs()).isEqualTo(5);
        assertThat(platform.count("SELECT count(*) FROM ekaya.run WHERE outcome = 'SUCCEEDED'"))
                .isEqualTo(5);
    }

    @Test
    void with_cancel_old_the_run_before_is_ended_and_the_newest_due_time_starts() {
        schedule("{'cron': '0 * * * *', 'overlap': 'cancel-old'}");
        at("10:30:00");
        at("11:00:00");
        assertThat(at("12:00:00")).isZero();
        assertThat(at("13:00:00")).isZero();
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 SKIPPED", "13:00 WAITING");
        assertThat(reason(1)).isEqualTo("The due time after it, 2026-03-01T13:00:00Z, took its place");
        letRun();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run WHERE outcome = 'CANCELLED'"))
                .isEqualTo(1);
        assertThat(at("13:00:01")).isEqualTo(1);
        letRun();
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 SKIPPED", "13:00 STARTED");
        assertThat(platform.count("SELECT count(*) FROM ekaya.run WHERE outcome = 'SUCCEEDED'"))
                .isEqualTo(1);
        assertThat(platform.count("SELECT count(*) FROM ekaya.audit_event WHERE type = 'RUN_CANCELLED'"
                        + " AND actor_kind = 'system'"))
                .isEqualTo(1);
    }

    @Test
    void a_run_that_a_person_started_is_nobodys_overlap() {
        schedule("{'cron': '0 * * * *', 'overlap': 'cancel-old'}");
        at("10:30:00");
        platform.runs.submit(platform.asked(app, "{}"));
        assertThat(at("11:00:00")).isEqualTo(1);
        letRun();
        assertThat(platform.count("SELECT count(*) FROM ekaya.run WHERE outcome = 'SUCCEEDED'"))
                .isEqualTo(2);
    }

    @Test
    void what_waits_starts_when_the_server_of_the_run_before_died() {
        schedule("{'cron': '0 * * * *', 'overlap': 'queue-one'}");
        at("10:30:00");
        at("11:00:00");
        at("12:00:00");
        // Nobody lets the run go on: its lease ends, and another server sees it.
        try (Platform other = platform.another("two", work -> {})) {
            Schedules second = on(other);
            platform.clock.set(Instant.parse("2026-03-01T12:05:00Z"));
            assertThat(second.poll()).isZero();
            other.runs.beat();
            assertThat(second.poll()).isEqualTo(1);
        }
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 STARTED");
        assertThat(platform.count("SELECT count(*) FROM ekaya.run WHERE outcome = 'LOST'"))
                .isEqualTo(1);
    }

    @Test
    void after_six_hours_skip_starts_only_what_is_on_time() {
        schedule("{'cron': '0 * * * *', 'catchUp': 'skip'}");
        at("10:30:00");
        assertThat(at("16:00:30")).isEqualTo(1);
        assertThat(ticks())
                .containsExactly(
                        "11:00-12:00 2 MISSED SERVER_DOWN",
                        "13:00 MISSED SERVER_DOWN",
                        "14:00 MISSED SERVER_DOWN",
                        "15:00 MISSED SERVER_DOWN",
                        "16:00 STARTED");
        letRun();
        assertThat(at("17:01:01")).isZero();
        assertThat(ticks()).contains("17:00 MISSED SERVER_DOWN");
        assertThat(reason(5)).isEqualTo("Nobody could start it in time, and this schedule catches up nothing");
    }

    @Test
    void after_six_hours_once_starts_one() {
        schedule("{'cron': '0 * * * *', 'catchUp': 'once'}");
        at("10:30:00");
        assertThat(at("16:30:00")).isEqualTo(1);
        assertThat(ticks()).hasSize(5).last().isEqualTo("16:00 STARTED");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void after_six_hours_all_starts_as_many_as_may_one_after_the_other() {
        schedule("{'cron': '0 * * * *', 'catchUp': 'all'}");
        at("10:30:00");
        at("16:30:00");
        assertThat(ticks())
                .containsExactly(
                        "11:00 MISSED SERVER_DOWN",
                        "12:00 MISSED SERVER_DOWN",
                        "13:00 WAITING",
                        "14:00 WAITING",
                        "15:00 WAITING",
                        "16:00 MISSED QUEUE_FULL");
    }

    @Test
    void catches_up_nothing_older_than_the_window() {
        for (String policy : List.of("once", "all")) {
            schedule("{'cron': '0 6 * * *', 'catchUp': '" + policy + "', 'catchUpWindowSeconds': 7200}");
            platform.clock.set(Instant.parse("2026-03-01T05:00:00Z"));
            schedule("{'cron': '0 6 * * *', 'catchUp': '" + policy + "', 'catchUpWindowSeconds': 7200}");
            schedules.poll();
            at("08:00:01");
            assertThat(ticks()).as(policy).containsExactly("06:00 MISSED SERVER_DOWN");
            assertThat(reason(0)).isEqualTo("Nobody could start it while it was worth it, within 2 h");
            platform.sql("DELETE FROM ekaya.schedule_tick");
            platform.clock.set(Instant.parse("2026-03-01T05:30:00Z"));
            schedule("null");
            schedules.poll();
        }
        assertThat(runs()).isZero();
    }

    @Test
    void catches_up_what_is_within_the_window() {
        schedule("{'cron': '0 6 * * *', 'catchUpWindowSeconds': 7200}");
        at("02T05:00:00");
        at("02T07:59:59");
        assertThat(ticks()).contains("06:00 STARTED");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void a_long_outage_of_a_schedule_of_minutes_is_counted_on_one_line() {
        schedule("{'cron': '* * * * *'}");
        schedules.poll();
        assertThat(at("20T10:00:00")).isEqualTo(1);
        assertThat(platform.count("SELECT sum(tick_count) FROM ekaya.schedule_tick"))
                .isEqualTo(19 * 1440);
        assertThat(platform.count("SELECT count(*) FROM ekaya.schedule_tick")).isEqualTo(1 + 1 + 3 + 1);
    }

    @Test
    void what_was_due_in_a_pause_says_who_paused_it_and_why() {
        schedule("{'cron': '0 * * * *', 'zone': 'Europe/Berlin'}");
        at("10:30:00");
        platform.changes.pause(platform.admin, platform.project, "my-app", "the datasource moves");
        at("11:00:00");
        at("12:00:00");
        assertThat(ticks()).containsExactly("11:00-12:00 2 MISSED PAUSED");
        assertThat(reason(0)).isEqualTo("The schedule was paused by admin: the datasource moves");
        // An edit keeps the pause, resuming keeps the definition.
        schedule("{'cron': '30 * * * *', 'zone': 'Europe/Berlin'}");
        assertThat(at("12:30:00")).isZero();
        InstalledApp resumed = platform.changes.resume(platform.admin, platform.project, "my-app");
        assertThat(resumed.schedule().orElseThrow().pause()).isEmpty();
        assertThat(resumed.schedule().orElseThrow().zone().getId()).isEqualTo("Europe/Berlin");
        assertThat(at("13:30:00")).isEqualTo(1);
        assertThat(ticks()).containsExactly("11:00-12:30 3 MISSED PAUSED", "13:30 STARTED");
    }

    @Test
    void what_waits_when_a_schedule_is_paused_does_not_start() {
        schedule("{'cron': '0 * * * *', 'overlap': 'queue-all'}");
        at("10:30:00");
        at("11:00:00");
        at("12:00:00");
        platform.changes.pause(platform.admin, platform.project, "my-app", "");
        letRun();
        assertThat(at("12:10:00")).isZero();
        platform.changes.resume(platform.admin, platform.project, "my-app");
        assertThat(at("12:20:00")).isZero();
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 MISSED PAUSED");
    }

    @Test
    void an_app_without_a_schedule_is_not_paused() {
        assertThatThrownBy(() -> platform.changes.pause(platform.admin, platform.project, "my-app", "x"))
                .hasMessage("App 'my-app' has no schedule");
    }

    @Test
    void an_edit_while_a_run_goes_on_touches_only_later_due_times() {
        schedule("{'cron': '0 * * * *', 'overlap': 'queue-one'}");
        at("10:30:00");
        at("11:00:00");
        at("12:00:00");
        schedule("{'cron': '30 * * * *'}");
        assertThat(at("12:10:00")).isZero();
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 WAITING");
        letRun();
        assertThat(at("12:30:00")).isEqualTo(1);
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 STARTED", "12:30 SKIPPED");
    }

    @Test
    void what_was_due_before_an_edit_and_not_started_says_so() {
        schedule("{'cron': '0 * * * *'}");
        at("10:30:00");
        platform.clock.set(Instant.parse("2026-03-01T12:10:00Z"));
        schedule("{'cron': '30 * * * *'}");
        assertThat(at("12:30:10")).isEqualTo(1);
        assertThat(ticks()).containsExactly("11:00-12:00 2 MISSED CHANGED", "12:30 STARTED");
    }

    @Test
    void a_schedule_that_is_changed_there_and_back_starts_nothing_twice() {
        schedule("{'cron': '0 * * * *'}");
        at("10:30:00");
        assertThat(at("11:00:00")).isEqualTo(1);
        letRun();
        // The clock steps back as well.
        platform.clock.set(Instant.parse("2026-03-01T10:59:58Z"));
        schedule("{'cron': '30 * * * *'}");
        schedules.poll();
        platform.clock.set(Instant.parse("2026-03-01T10:59:59Z"));
        schedule("{'cron': '0 * * * *'}");
        schedules.poll();
        assertThat(at("11:00:01")).isZero();
        assertThat(at("12:00:00")).isEqualTo(1);
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 STARTED");
    }

    @Test
    void a_clock_that_steps_back_starts_nothing_twice_and_loses_nothing() {
        schedule("{'cron': '*/10 * * * *'}");
        at("10:05:00");
        for (String time : List.of("10:10:00", "10:20:00", "10:12:00", "10:10:00", "10:20:00", "10:30:00")) {
            at(time);
            letRun();
        }
        assertThat(ticks()).containsExactly("10:10 STARTED", "10:20 STARTED", "10:30 STARTED");
    }

    @Test
    void starts_nothing_before_its_start_nor_from_its_end_on() {
        schedule("{'cron': '0 * * * *', 'start': '2026-03-01T12:00:00Z', 'end': '2026-03-01T14:00:00Z'}");
        at("10:30:00");
        for (int hour = 11; hour < 16; hour++) {
            at(hour + ":00:00");
            letRun();
        }
        assertThat(ticks()).containsExactly("12:00 STARTED", "13:00 STARTED");
    }

    @Test
    void jitter_starts_later_than_due_and_says_when_it_was_due() {
        schedule("{'cron': '0 * * * *', 'jitterSeconds': 600}");
        Instant due = Instant.parse("2026-03-01T11:00:00Z");
        Instant start = platform.apps
                .require(platform.project, "my-app")
                .schedule()
                .orElseThrow()
                .startOf(app.id(), due);
        assertThat(start).isBetween(due, due.plusSeconds(600));
        at("10:30:00");
        platform.clock.set(start.minusMillis(1));
        assertThat(schedules.poll()).isZero();
        platform.clock.set(start);
        assertThat(schedules.poll()).isEqualTo(1);
        assertThat(ticks()).containsExactly("11:00 STARTED");
    }

    @Test
    void a_schedule_taken_away_ends_what_waits() {
        schedule("{'cron': '0 * * * *', 'overlap': 'queue-one'}");
        at("10:30:00");
        at("11:00:00");
        at("12:00:00");
        schedule("null");
        letRun();
        assertThat(at("13:00:00")).isZero();
        assertThat(ticks()).containsExactly("11:00 STARTED", "12:00 MISSED CHANGED", "13:00 MISSED CHANGED");
        assertThat(platform.count("SELECT count(*) FROM ekaya.schedule_cursor")).isZero();
    }

    @Test
    void says_that_servers_were_full_when_they_were() {
        Platform small = Platform.open(
                LIMITS.with(Limit.RUN_CONCURRENT_COUNT, 1).with(Limit.RUN_QUEUE_SCHEDULED_COUNT, 0), queue::add);
        try (small) {
            InstalledApp installed = small.install(Platform.app("export default () => 1"));
            small.install(Platform.app("export default () => 2")
                    .with("manifest.json", "{\"id\": \"first\", \"name\": \"First\", \"version\": \"1.0.0\"}"));
            Schedules busy = on(small);
            small.changes.patch(small.admin, small.project, "my-app", patch("\"0 * * * *\""));
            small.changes.patch(small.admin, small.project, "first", patch("\"31 10 * * *\""));
            for (int seconds = 0; seconds <= 7200; seconds += 30) {
                small.clock.set(Instant.parse("2026-03-01T10:30:00Z").plus(Duration.ofSeconds(seconds)));
                busy.poll();
            }
            assertThat(busy.ticks(installed, Optional.empty(), 10)).isEmpty();
            assertThat(busy.full()).isTrue();
            letRun();
            assertThat(busy.poll()).isEqualTo(1);
            assertThat(busy.ticks(installed, Optional.empty(), 10))
                    .extracting(Tick::cause)
                    .containsExactly(Optional.empty(), Optional.of(Cause.SERVER_BUSY));
        }
    }
}
