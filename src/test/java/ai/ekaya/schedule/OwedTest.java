package ai.ekaya.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.appdb.AppId;
import ai.ekaya.install.Schedule;
import ai.ekaya.install.ScheduleJson;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwedTest {
    private static final Instant BEGIN = Instant.parse("2026-03-28T12:00:00Z");
    private static final AppId APP = new AppId(new UUID(1, 2));

    private static Owed owed(Schedule schedule, Instant now, Limits limits, Optional<Owed.Stop> stop) {
        Instant first = schedule.next(BEGIN).orElseThrow();
        return Owed.of(new Owed.Asked(schedule, APP, first, now, due -> false), limits, due -> Cause.SERVER_DOWN, stop);
    }

    @Test
    void puts_every_due_time_on_one_list() {
        long seed = 20261123;
        Random random = new Random(seed);
        List<String> crons =
                List.of("* * * * *", "*/7 * * * *", "0 * * * *", "30 2 * * *", "0 9-17 * * *", "15,45 2,3 * * *");
        Limits limits =
                Limits.defaults().with(Limit.SCHEDULE_CATCH_UP_COUNT, 5).with(Limit.SCHEDULE_MISSED_ROWS_COUNT, 4);
        for (int i = 0; i < 300; i++) {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("cron", crons.get(random.nextInt(crons.size())))
                    .put("zone", "Europe/Berlin")
                    .put("jitterSeconds", random.nextBoolean() ? 0 : random.nextInt(600))
                    .put("catchUp", List.of("skip", "once", "all").get(random.nextInt(3)))
                    .put("catchUpWindowSeconds", random.nextInt(100_000));
            Schedule schedule = ScheduleJson.asked(json, limits, BEGIN);
            Instant now = BEGIN.plusSeconds(random.nextInt(random.nextBoolean() ? 4_000 : 300_000));
            Optional<Owed.Stop> stop =
                    random.nextInt(4) == 0 ? Optional.of(new Owed.Stop(Cause.PAUSED, "paused")) : Optional.empty();
            Owed owed = owed(schedule, now, limits, stop);

            List<Instant> due = new ArrayList<>();
            Optional<Instant> next = schedule.next(BEGIN);
            while (next.isPresent() && !schedule.startOf(APP, next.get()).isAfter(now)) {
                due.add(next.get());
                next = schedule.next(next.get());
            }
            String as = json + " at " + now + ", seed " + seed;
            int missed = owed.missed().stream().mapToInt(Missed::count).sum();
            assertThat(missed + owed.start().size() + owed.queue().size())
                    .as(as)
                    .isEqualTo(due.size());
            assertThat(owed.next()).as(as).isEqualTo(next);
            List<Instant> started =
                    Stream.concat(owed.start().stream(), owed.queue().stream()).toList();
            assertThat(started).as(as).isEqualTo(due.subList(missed, due.size()));
            assertThat(owed.missed().stream().flatMap(line -> Stream.of(line.from(), line.until())))
                    .as(as)
                    .isSorted();
            assertThat(owed.missed()).as(as).hasSizeLessThanOrEqualTo(1 + 1 + 4);
            stop.ifPresent(why -> assertThat(started).as(as).isEmpty());
        }
    }

    @Test
    void counts_a_long_past_up_to_a_bound_and_goes_on_from_now() {
        Limits limits = Limits.defaults().with(Limit.SCHEDULE_MISSED_COUNTED_COUNT, 100);
        Schedule schedule =
                ScheduleJson.asked(JsonNodeFactory.instance.objectNode().put("cron", "* * * * *"), limits, BEGIN);
        Instant now = BEGIN.plus(Duration.ofDays(3650));
        Owed owed = owed(schedule, now, limits, Optional.empty());
        assertThat(owed.missed().get(0).count()).isEqualTo(100);
        assertThat(owed.missed().get(0).until()).isEqualTo(now.minus(Duration.ofDays(1)));
        assertThat(owed.missed().get(0).reason()).endsWith("; at least as many as are counted");
        assertThat(owed.start()).containsExactly(now);
        assertThat(owed.next()).contains(now.plusSeconds(60));
    }

    @Test
    void leaves_out_what_has_a_line() {
        Schedule schedule = ScheduleJson.asked(
                JsonNodeFactory.instance.objectNode().put("cron", "0 * * * *").put("catchUp", "all"),
                Limits.defaults(),
                BEGIN);
        Instant known = BEGIN.plus(Duration.ofHours(2));
        Owed owed = Owed.of(
                new Owed.Asked(
                        schedule, APP, BEGIN.plus(Duration.ofHours(1)), BEGIN.plus(Duration.ofHours(3)), known::equals),
                Limits.defaults(),
                due -> Cause.SERVER_DOWN,
                Optional.empty());
        assertThat(owed.queue()).containsExactly(BEGIN.plus(Duration.ofHours(1)), BEGIN.plus(Duration.ofHours(3)));
        assertThat(owed.missed()).isEmpty();
    }

    @Test
    void jitter_is_the_same_on_all_servers_and_keeps_the_order() {
        Schedule schedule = ScheduleJson.asked(
                JsonNodeFactory.instance.objectNode().put("cron", "*/5 * * * *").put("jitterSeconds", 3600),
                Limits.defaults(),
                BEGIN);
        Instant due = BEGIN;
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Instant next = schedule.next(due).orElseThrow();
            Instant start = schedule.startOf(APP, due);
            assertThat(start).isAfterOrEqualTo(due).isBefore(next);
            assertThat(schedule.startOf(new AppId(new UUID(1, 2)), due)).isEqualTo(start);
            delays.add(Duration.between(due, start).toSeconds());
            due = next;
        }
        assertThat(delays.stream().distinct().count()).isGreaterThan(200);
        assertThat(delays.stream().mapToLong(Long::longValue).average().orElseThrow())
                .isBetween(130.0, 170.0);
    }

    @Test
    void tells_servers_that_were_down_from_servers_that_were_full() {
        Looking looking = new Looking(Duration.ofMinutes(1));
        looking.at(BEGIN);
        looking.at(BEGIN.plusSeconds(60));
        assertThat(looking.why(BEGIN.minusSeconds(1))).isEqualTo(Cause.SERVER_DOWN);
        assertThat(looking.why(BEGIN.plusSeconds(30))).isEqualTo(Cause.SERVER_BUSY);
        looking.at(BEGIN.plusSeconds(200));
        assertThat(looking.why(BEGIN.plusSeconds(30))).isEqualTo(Cause.SERVER_DOWN);
        // A clock that steps back is no break.
        looking.at(BEGIN);
        assertThat(looking.why(BEGIN.plusSeconds(1))).isEqualTo(Cause.SERVER_BUSY);
    }
}
