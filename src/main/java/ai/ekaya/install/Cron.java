package ai.ekaya.install;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Due times as people write them: minute, hour, day of month, month, day of week, or a word for them such as {@code @daily}.
 * docs/schedules.md says what that means in a zone whose clocks change. Pure and immutable.
 */
public final class Cron {
    private static final int LENGTH_MAX = 200;
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Map<String, String> WORDS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    private final String text;
    private final CronFields fields;

    /** @throws IllegalArgumentException saying what is wrong with the text */
    public Cron(String text) {
        this.text = text;
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("it is " + text.length() + " characters, at most " + LENGTH_MAX);
        }
        String spelled = WORDS.getOrDefault(text.toLowerCase(Locale.ROOT), text);
        List<String> texts = List.of(SPACES.split(spelled));
        if (texts.size() != CronField.values().length) {
            throw new IllegalArgumentException("expected five fields (minute, hour, day of month, month, day of week),"
                    + " such as '0 */6 * * *', or one of @hourly, @daily, @weekly, @monthly, @yearly");
        }
        fields = CronFields.of(texts);
    }

    /** @throws Refusal {@code BAD_ARGUMENT} when the text is no cron expression, or one that is never due */
    public static Cron parse(String text) {
        String stripped = SPACES.matcher(text.strip()).replaceAll(" ");
        String shown = stripped.length() > 60 ? stripped.substring(0, 60) + "…" : stripped;
        try {
            Cron cron = new Cron(stripped);
            if (cron.next(Instant.EPOCH, ZoneOffset.UTC).isEmpty()) {
                throw new IllegalArgumentException("there is no such day, it is never due");
            }
            return cron;
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "Schedule '" + shown + "' is no cron text: " + e.getMessage(), e);
        }
    }

    public String text() {
        return text;
    }

    CronFields fields() {
        return fields;
    }

    /** The first due time after the given one; empty when there is none. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        return fields.everyHour() ? nextElapsed(after, rules) : nextOnTheClock(after, rules);
    }

    /** What is due every hour goes on evenly: an hour that comes twice has its minutes twice, one that is left out has none. */
    private Optional<Instant> nextElapsed(Instant after, ZoneRules rules) {
        Instant begin = after;
        LocalDateTime earliest = minuteAfter(local(after, rules.getOffset(after)));
        while (true) {
            ZoneOffset offset = rules.getOffset(begin);
            Optional<Instant> due = fields.firstFrom(earliest).map(local -> local.toInstant(offset));
            ZoneOffsetTransition change = rules.nextTransition(begin);
            if (due.isEmpty() || change == null || due.get().isBefore(change.getInstant())) {
                return due;
            }
            begin = change.getInstant();
            earliest = minuteAfter(change.getDateTimeAfter().minusNanos(1));
        }
    }

    /**
     * What is due at some hours is due each time that a clock on the wall should show them: once when it shows them twice, the first
     * time; and when it jumps over them, at the moment of the jump.
     */
    private Optional<Instant> nextOnTheClock(Instant after, ZoneRules rules) {
        LocalDateTime earliest = local(after, rules.getOffset(after)).truncatedTo(ChronoUnit.MINUTES);
        while (true) {
            Optional<LocalDateTime> local = fields.firstFrom(earliest);
            Optional<Instant> due = local.map(time -> onTheClock(time, rules));
            if (due.isEmpty() || due.get().isAfter(after)) {
                return due;
            }
            earliest = local.get().plusMinutes(1);
        }
    }

    private static Instant onTheClock(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(local);
        // Of a time that comes twice the rules give the first offset.
        return change != null && change.isGap() ? change.getInstant() : local.toInstant(rules.getOffset(local));
    }

    private static LocalDateTime local(Instant at, ZoneOffset offset) {
        return LocalDateTime.ofInstant(at, offset);
    }

    private static LocalDateTime minuteAfter(LocalDateTime time) {
        return time.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
