package ai.ekaya.schedule;

import ai.ekaya.appdb.AppId;
import ai.ekaya.install.Schedule;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a schedule owes at a moment: every due time up to then is in one of the lists.
 *
 * @param missed lines for those that get no run
 * @param start those that start now, if the overlap rule lets them; oldest first
 * @param queue those that are caught up one after the other; oldest first
 * @param standsFor how many missed ones the first of {@code start} stands for
 * @param next the first due time in the future; empty when there is none
 */
record Owed(List<Missed> missed, List<Instant> start, List<Instant> queue, int standsFor, Optional<Instant> next) {

    /** Why nothing is started, while that is so. */
    record Stop(Cause cause, String reason) {}

    /** What there is to be known about a claimed schedule. */
    record Asked(Schedule schedule, AppId app, Instant firstDue, Instant now, Predicate<Instant> known) {
        Optional<Instant> after(Instant due) {
            return schedule.next(due);
        }

        Instant startOf(Instant due) {
            return schedule.startOf(app, due);
        }

        boolean hasCome(Instant due) {
            return !startOf(due).isAfter(now);
        }
    }

    /** @param why what kept servers from starting something at that time */
    static Owed of(Asked asked, Limits limits, Function<Instant, Cause> why, Optional<Stop> stop) {
        Duration grace = limits.durationOf(Limit.SCHEDULE_LATE_SECONDS);
        Duration window = asked.schedule().window().compareTo(grace) < 0
                ? grace
                : asked.schedule().window();
        Instant cutoff = asked.now().minus(window).minus(asked.schedule().jitter());
        int singlesMax = limits.intOf(Limit.SCHEDULE_MISSED_ROWS_COUNT);

        Optional<Missed> old = older(asked, cutoff, limits, why);
        List<Instant> recent = new ArrayList<>();
        Optional<Instant> next =
                asked.firstDue().isBefore(cutoff) ? asked.after(cutoff.minusNanos(1)) : Optional.of(asked.firstDue());
        while (next.isPresent() && asked.hasCome(next.get())) {
            if (!asked.known().test(next.get())) {
                recent.add(next.get());
            }
            next = asked.after(next.get());
        }
        List<Missed> missed = new ArrayList<>();
        old.ifPresent(missed::add);
        if (stop.isPresent()) {
            recent.forEach(
                    due -> missed.add(Missed.one(stop.get().cause(), stop.get().reason(), due)));
            return new Owed(together(missed, stop.get()), List.of(), List.of(), 0, next);
        }
        int late = 0;
        while (late < recent.size()
                && asked.startOf(recent.get(late)).plus(grace).isBefore(asked.now())) {
            late++;
        }
        Cut cut = cut(asked.schedule().catchUp(), recent, late, limits);
        missed.addAll(Missed.of(recent.subList(0, cut.started()), why, cut.reason(), singlesMax));
        return new Owed(
                missed,
                recent.subList(cut.started(), cut.queued()),
                recent.subList(cut.queued(), recent.size()),
                asked.schedule().catchUp() == Schedule.CatchUp.ONCE ? cut.started() : 0,
                next);
    }

    /** The index of the first that is started, and of the first that is queued; and why those before are missed. */
    private record Cut(int started, int queued, String reason) {}

    private static Cut cut(Schedule.CatchUp catchUp, List<Instant> due, int late, Limits limits) {
        int all = due.size();
        return switch (catchUp) {
            case SKIP -> new Cut(late, all, "Nobody could start it in time, and this schedule catches up nothing");
            case ONCE -> {
                int last = Math.max(all - 1, 0);
                yield new Cut(
                        last,
                        all,
                        "Nobody could start it in time; "
                                + (all == 0 ? "" : "the one at " + due.get(last) + " stands for it"));
            }
            case ALL -> {
                int most = limits.intOf(Limit.SCHEDULE_CATCH_UP_COUNT);
                int first = late == 0 ? 0 : Math.max(all - most, 0);
                yield new Cut(
                        first,
                        late == 0 ? all : first,
                        "Nobody could start it in time; of all that were missed the last " + most + " are caught up");
            }
        };
    }

    /** Those before the window, on one line. */
    private static Optional<Missed> older(Asked asked, Instant cutoff, Limits limits, Function<Instant, Cause> why) {
        int countMax = limits.intOf(Limit.SCHEDULE_MISSED_COUNTED_COUNT);
        Optional<Missed> line = Optional.empty();
        Optional<Instant> due = Optional.of(asked.firstDue());
        for (int count = 0; due.isPresent() && due.get().isBefore(cutoff) && count < countMax; count++) {
            if (!asked.known().test(due.get())) {
                Missed one = Missed.one(
                        why.apply(due.get()),
                        "Nobody could start it while it was worth it, within "
                                + words(asked.schedule().window()),
                        due.get());
                line = line.map(before -> before.with(one)).or(() -> Optional.of(one));
            }
            due = asked.after(due.get());
        }
        if (due.isPresent() && due.get().isBefore(cutoff)) {
            // Not counted to the end: the line reaches there all the same.
            return line.map(some -> new Missed(
                    some.cause(),
                    some.reason() + "; at least as many as are counted",
                    some.from(),
                    cutoff,
                    some.count()));
        }
        return line;
    }

    private static List<Missed> together(List<Missed> lines, Stop stop) {
        return lines.stream()
                .reduce(Missed::with)
                .map(all -> List.of(new Missed(stop.cause(), stop.reason(), all.from(), all.until(), all.count())))
                .orElse(List.of());
    }

    private static String words(Duration time) {
        return time.toMinutesPart() == 0 && time.toSecondsPart() == 0 ? time.toHours() + " h" : time.toSeconds() + " s";
    }
}
