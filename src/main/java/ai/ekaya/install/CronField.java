package ai.ekaya.install;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the five fields of a cron text: which numbers and names it takes. */
enum CronField {
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    /** Sunday is 0 and 7. */
    WEEKDAY("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private static final Pattern PART = Pattern.compile("(\\*|(\\w{1,9})(?:-(\\w{1,9}))?)(?:/(\\d{1,9}))?");

    private final String words;
    private final int least;
    private final int most;
    private final List<String> names;

    CronField(String words, int least, int most, List<String> names) {
        this.words = words;
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /**
     * Bit n is set when n is due; Sunday is bit 0 alone.
     *
     * @throws IllegalArgumentException saying what came and what was expected
     */
    long parse(String text) {
        long due = 0;
        for (String part : text.split(",", -1)) {
            due |= part(part);
        }
        return this == WEEKDAY ? (due | due >>> 7) & 0x7F : due;
    }

    private long part(String part) {
        Matcher found = PART.matcher(part);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    words + " is '" + part + "', expected such as *, 5, 1-5, */10 or a list of them with commas");
        }
        int from = least;
        int to = most;
        if (found.group(2) != null) {
            from = value(found.group(2));
            // 5/15 is 5-59/15.
            to = found.group(3) != null ? value(found.group(3)) : found.group(4) != null ? most : from;
        } else if (this == WEEKDAY) {
            to = most - 1;
        }
        if (this == WEEKDAY && to == 0 && from > 0) {
            to = most;
        }
        if (to < from) {
            throw new IllegalArgumentException(words + " '" + part + "' ends before it begins");
        }
        return steps(from, to, found.group(4) == null ? 1 : step(found.group(4)));
    }

    private static long steps(int from, int to, int step) {
        long due = 0;
        for (int value = from; value <= to; value += step) {
            due |= 1L << value;
        }
        return due;
    }

    private int step(String text) {
        int step = Integer.parseInt(text);
        if (step < 1 || step > most) {
            throw new IllegalArgumentException(words + " has step " + step + ", expected 1 to " + most);
        }
        return step;
    }

    private int value(String text) {
        int name = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (name >= 0) {
            return name + least;
        }
        int value = text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw new IllegalArgumentException(words + " is '" + text + "', expected " + least + " to " + most
                    + (names.isEmpty() ? "" : " or " + names.get(0) + " to " + names.get(names.size() - 1)));
        }
        return value;
    }
}
