package ai.ekaya.schedule;

import ai.ekaya.install.Schedule;
import ai.ekaya.install.ScheduleJson;
import ai.ekaya.install.ScheduleWords;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * When a schedule is due next, as HTTP clients see it.
 *
 * @param words the schedule as a sentence
 * @param next fewer than asked for when it ends before
 */
public record NextView(String words, String zone, List<Due> next) {
    public NextView {
        next = List.copyOf(next);
    }

    /**
     * @param at in UTC
     * @param local in the schedule's zone, with its offset there and then
     * @param startsAt with what jitter adds, where it is known which app it is for
     */
    public record Due(Instant at, String local, Optional<Instant> startsAt) {}

    static NextView of(
            Schedule schedule, Instant now, int count, BiFunction<Schedule, Instant, Optional<Instant>> startsAt) {
        List<Due> next = new ArrayList<>();
        Optional<Instant> due = schedule.next(now);
        while (due.isPresent() && next.size() < count) {
            Instant at = due.get();
            String local = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(schedule.zone()));
            next.add(new Due(at, local, startsAt.apply(schedule, at)));
            due = schedule.next(at);
        }
        return new NextView(ScheduleWords.of(schedule), ScheduleJson.name(schedule.zone()), next);
    }
}
