package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** A schedule as people write it: five fields (minute, hour, day of month, month, day of week), in UTC. */
public record Cron(String text) {
    private static final int LENGTH_MAX = 200;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    public Cron {
        if (schedule(text).isEmpty()) {
            throw new IllegalArgumentException("Not a five-field cron expression: " + text);
        }
    }

    /** @throws Refusal {@code BAD_ARGUMENT} when the text is no cron expression, or one that is never due */
    public static Cron parse(String text) {
        String stripped = SPACES.matcher(text.strip()).replaceAll(" ");
        String shown = stripped.length() > 60 ? stripped.substring(0, 60) + "…" : stripped;
        if (schedule(stripped).isEmpty()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "Schedule '" + shown + "' is no cron expression of five fields (minute, hour, day of month, month,"
                            + " day of week), such as '0 */6 * * *'");
        }
        if (next(stripped, Instant.EPOCH).isEmpty()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "Schedule '" + shown + "' is never due");
        }
        return new Cron(stripped);
    }

    /** The first due time after the given one; empty when there is none. */
    public Optional<Instant> next(Instant after) {
        return next(text, after);
    }

    private static Optional<Instant> next(String text, Instant after) {
        return schedule(text).flatMap(schedule -> {
            Instant next = schedule.getNextExecutionTime(ExecutionComplete.simulatedSuccess(after));
            // db-scheduler gives a time in the year 9999 or Instant.MAX for what never comes.
            return next.isBefore(after.plusSeconds(20L * 366 * 24 * 3600)) ? Optional.of(next) : Optional.empty();
        });
    }

    private static Optional<CronSchedule> schedule(String text) {
        if (text.length() > LENGTH_MAX || SPACES.split(text.strip()).length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CronSchedule(text, ZoneOffset.UTC, CronStyle.UNIX));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
