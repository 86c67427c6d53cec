package ai.ekaya.install;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A schedule as a sentence, so that who wrote a cron text sees what it says. */
public final class ScheduleWords {
    private static final long EVERY_MINUTE = (1L << 60) - 1;
    private static final long EVERY_MONTH = (1L << 13) - 2;
    private static final long EVERY_DAY = (1L << 32) - 2;
    private static final long EVERY_WEEKDAY = (1L << 7) - 1;
    private static final int TIMES_SPELLED_MAX = 4;

    private ScheduleWords() {}

    /** For example: At 06:00 on Monday to Friday, time of Europe/Berlin. */
    public static String of(Schedule schedule) {
        StringBuilder words = new StringBuilder(times(schedule.cron().fields()));
        words.append(days(schedule.cron().fields()));
        words.append(", ").append(zone(schedule));
        schedule.start()
                .ifPresent(start -> words.append(", from ").append(start).append(" on"));
        schedule.end().ifPresent(end -> words.append(", until ").append(end));
        if (!schedule.jitter().isZero()) {
            words.append(", each up to ").append(schedule.jitter().toSeconds()).append(" s later");
        }
        return words.toString();
    }

    private static String zone(Schedule schedule) {
        String name = ScheduleJson.name(schedule.zone());
        return name.equals("UTC") ? name : "time of " + name;
    }

    private static String times(CronFields fields) {
        List<Integer> minutes = values(fields.minutes());
        List<Integer> hours = values(fields.hours());
        if (fields.everyHour()) {
            int step = step(minutes, 60);
            if (step == 1) {
                return "Every minute";
            }
            return step > 1 && minutes.get(0) == 0
                    ? "Every " + step + " minutes"
                    : "Every hour at " + plural("minute", minutes);
        }
        if (hours.size() * minutes.size() <= TIMES_SPELLED_MAX) {
            return "At "
                    + and(hours.stream()
                            .flatMap(hour -> minutes.stream().map(minute -> clock(hour, minute)))
                            .toList());
        }
        if (minutes.size() == 1) {
            int step = step(hours, 24);
            return step > 1
                    ? "Every " + step + " hours from " + clock(hours.get(0), minutes.get(0))
                    : "At minute " + minutes.get(0) + " of the hours " + spans(hours, String::valueOf);
        }
        String when = fields.minutes() == EVERY_MINUTE ? "Every minute" : "At " + plural("minute", minutes);
        return when + " of the hours " + spans(hours, String::valueOf);
    }

    private static String days(CronFields fields) {
        String months = fields.months() == EVERY_MONTH
                ? ""
                : " in "
                        + spans(
                                values(fields.months()),
                                month -> Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH));
        String ofMonth = " on " + plural("day", values(fields.days())) + " of the month";
        String ofWeek = " on "
                + spans(
                        values(fields.weekdays() >>> 1 | (fields.weekdays() & 1) << 6),
                        day -> DayOfWeek.of(day + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH));
        if (fields.eitherDay()) {
            return ofMonth + " or" + ofWeek + months;
        }
        if (fields.days() != EVERY_DAY) {
            return ofMonth + months;
        }
        return (fields.weekdays() == EVERY_WEEKDAY ? "" : ofWeek) + months;
    }

    private static List<Integer> values(long set) {
        return IntStream.range(0, Long.SIZE)
                .filter(value -> (set >>> value & 1) == 1)
                .boxed()
                .toList();
    }

    /** The distance between all of them, around the clock; 0 when they are not evenly spread. */
    private static int step(List<Integer> values, int of) {
        int step = of / values.size();
        boolean even = values.size() > 1
                && step * values.size() == of
                && IntStream.range(1, values.size()).allMatch(i -> values.get(i) - values.get(i - 1) == step);
        return even ? step : 0;
    }

    private static String clock(int hour, int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", hour, minute);
    }

    private static String plural(String thing, List<Integer> values) {
        return thing + (values.size() == 1 ? " " : "s ") + spans(values, String::valueOf);
    }

    /** Three or more in a row are a span. */
    private static String spans(List<Integer> values, IntFunction<String> name) {
        List<String> spans = new ArrayList<>();
        for (int first = 0; first < values.size(); ) {
            int last = first;
            while (last + 1 < values.size() && values.get(last + 1) == values.get(last) + 1) {
                last++;
            }
            if (last - first < 2) {
                last = first;
            }
            String from = name.apply(values.get(first));
            spans.add(last == first ? from : from + " to " + name.apply(values.get(last)));
            first = last + 1;
        }
        return and(spans);
    }

    private static String and(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : parts.stream().limit(last).collect(Collectors.joining(", ")) + " and " + parts.get(last);
    }
}
