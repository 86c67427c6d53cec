package ai.ekaya.install;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * The times of the calendar, in no zone, that five fields name.
 *
 * @param minutes bit n is set when minute n is due, and so the others
 * @param eitherDay as POSIX has it: of day of month and day of week one is enough when both are given
 */
record CronFields(long minutes, long hours, long days, long months, long weekdays, boolean eitherDay) {
    /** 29 February comes after eight years at the latest. */
    private static final int LOOK_AHEAD_YEARS = 9;

    private static final long EVERY_HOUR = (1L << 24) - 1;

    /** @throws IllegalArgumentException saying what is wrong with one of the five */
    static CronFields of(List<String> texts) {
        return new CronFields(
                CronField.MINUTE.parse(texts.get(0)),
                CronField.HOUR.parse(texts.get(1)),
                CronField.DAY.parse(texts.get(2)),
                CronField.MONTH.parse(texts.get(3)),
                CronField.WEEKDAY.parse(texts.get(4)),
                !texts.get(2).equals("*") && !texts.get(4).equals("*"));
    }

    boolean everyHour() {
        return hours == EVERY_HOUR;
    }

    /** Empty when none comes in years. */
    Optional<LocalDateTime> firstFrom(LocalDateTime earliest) {
        LocalDate last = earliest.toLocalDate().plusYears(LOOK_AHEAD_YEARS);
        LocalTime time = earliest.toLocalTime();
        for (LocalDate day = earliest.toLocalDate(); !day.isAfter(last); day = following(day)) {
            Optional<LocalTime> due = isOn(day) ? firstFrom(time) : Optional.empty();
            if (due.isPresent()) {
                return Optional.of(day.atTime(due.get()));
            }
            time = LocalTime.MIDNIGHT;
        }
        return Optional.empty();
    }

    private LocalDate following(LocalDate day) {
        return has(months, day.getMonthValue())
                ? day.plusDays(1)
                : day.withDayOfMonth(1).plusMonths(1);
    }

    private boolean isOn(LocalDate day) {
        boolean ofMonth = has(days, day.getDayOfMonth());
        boolean ofWeek = has(weekdays, day.getDayOfWeek().getValue() % 7);
        return has(months, day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private Optional<LocalTime> firstFrom(LocalTime earliest) {
        int minute = first(minutes, earliest.getMinute());
        if (has(hours, earliest.getHour()) && minute < Long.SIZE) {
            return Optional.of(LocalTime.of(earliest.getHour(), minute));
        }
        int hour = first(hours, earliest.getHour() + 1);
        return hour < Long.SIZE ? Optional.of(LocalTime.of(hour, first(minutes, 0))) : Optional.empty();
    }

    private static boolean has(long set, int value) {
        return (set >>> value & 1) == 1;
    }

    /** The first value of the set from the given one on; 64 when there is none. */
    private static int first(long set, int from) {
        return Long.numberOfTrailingZeros(set & -1L << from);
    }
}
