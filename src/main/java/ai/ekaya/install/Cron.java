package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.github.kagkarlsson.shaded.cronutils.model.CronType;
import com.github.kagkarlsson.shaded.cronutils.model.definition.CronDefinitionBuilder;
import com.github.kagkarlsson.shaded.cronutils.model.time.ExecutionTime;
import com.github.kagkarlsson.shaded.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
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
        // CronSchedule itself writes an error to the server's log for what is never due.
        return schedule(text)
                .flatMap(schedule -> schedule.nextExecution(after.atZone(ZoneOffset.UTC)))
                .map(ZonedDateTime::toInstant);
    }

    private static Optional<ExecutionTime> schedule(String text) {
        if (text.length() > LENGTH_MAX || SPACES.split(text.strip()).length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(ExecutionTime.forCron(
                    new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
