package ai.ekaya.install;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A schedule as a JSON object: in its column, and as people send it and see it. */
public final class ScheduleJson {
    /** What a client may send; {@code since} is written and not read from outside. */
    private static final List<String> KEYS = List.of(
            "cron",
            "zone",
            "start",
            "end",
            "jitterSeconds",
            "overlap",
            "catchUp",
            "catchUpWindowSeconds",
            "paused",
            "since");

    /** What is stored was within the bounds of its day. */
    private static final Limits UNBOUNDED = Limits.defaults()
            .with(Limit.SCHEDULE_JITTER_CEILING_SECONDS, Long.MAX_VALUE)
            .with(Limit.SCHEDULE_WINDOW_CEILING_SECONDS, Long.MAX_VALUE);

    private ScheduleJson() {}

    public static Schedule read(String column) {
        return read(Columns.read(column), UNBOUNDED, Instant.EPOCH);
    }

    public static ObjectNode write(Schedule schedule) {
        ObjectNode json = Columns.object().put("cron", schedule.cron().text()).put("zone", name(schedule.zone()));
        schedule.start().ifPresent(at -> json.put("start", at.toString()));
        schedule.end().ifPresent(at -> json.put("end", at.toString()));
        json.put("jitterSeconds", schedule.jitter().toSeconds())
                .put("overlap", word(schedule.overlap()))
                .put("catchUp", word(schedule.catchUp()))
                .put("catchUpWindowSeconds", schedule.window().toSeconds())
                .put("since", schedule.since().toString());
        schedule.pause()
                .ifPresent(pause -> json.putObject("paused")
                        .put("reason", pause.reason())
                        .put("by", pause.by())
                        .put("at", pause.at().toString()));
        return json;
    }

    /** As it is called in the time zone database. */
    public static String name(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /**
     * What a person asks for: a cron text, or an object. Whether it is paused is not read from it.
     *
     * @throws Refusal {@code BAD_ARGUMENT} saying what is wrong with it
     */
    public static Schedule asked(JsonNode given, Limits limits, Instant now) {
        if (given.isTextual()) {
            return Schedule.of(Cron.parse(given.textValue()), limits, now);
        }
        if (!(given instanceof ObjectNode json)) {
            throw bad("'schedule' is a cron text, an object with one in 'cron', or null");
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw bad("A schedule has no '" + shown(key) + "', it has " + String.join(", ", KEYS));
            }
        });
        Schedule asked = read(json.deepCopy().put("since", now.toString()), limits, now);
        if (asked.start().isPresent()
                && asked.end().isPresent()
                && !asked.start().get().isBefore(asked.end().get())) {
            throw bad("'end' of a schedule is " + asked.end().get() + ", which is not after its 'start'");
        }
        if (asked.end().filter(end -> !end.isAfter(now)).isPresent()) {
            throw bad("'end' of a schedule is " + asked.end().get() + ", which is over: it would never be due");
        }
        return asked.paused(Optional.empty());
    }

    private static Schedule read(ObjectNode json, Limits limits, Instant now) {
        if (!json.path("cron").isTextual()) {
            throw bad("A schedule needs a cron text in 'cron', such as '0 */6 * * *'");
        }
        return new Schedule(
                Cron.parse(json.get("cron").textValue()),
                zone(json.path("zone")),
                instant(json, "start"),
                instant(json, "end"),
                seconds(json, "jitterSeconds", Duration.ZERO, limits.durationOf(Limit.SCHEDULE_JITTER_CEILING_SECONDS)),
                choice(json, "overlap", Schedule.Overlap.SKIP),
                choice(json, "catchUp", Schedule.CatchUp.ONCE),
                seconds(
                        json,
                        "catchUpWindowSeconds",
                        limits.durationOf(Limit.SCHEDULE_WINDOW_DEFAULT_SECONDS),
                        limits.durationOf(Limit.SCHEDULE_WINDOW_CEILING_SECONDS)),
                instant(json, "since").orElse(now),
                pause(json.path("paused")));
    }

    private static Optional<Schedule.Pause> pause(JsonNode json) {
        return json.isObject() && json.has("at")
                ? Optional.of(new Schedule.Pause(
                        json.path("reason").asText(),
                        json.path("by").asText(),
                        Instant.parse(json.path("at").asText())))
                : Optional.empty();
    }

    private static ZoneId zone(JsonNode given) {
        if (given.isMissingNode() || given.isNull() || given.asText().equals("UTC")) {
            return ZoneOffset.UTC;
        }
        // By the list, as an offset such as +02:00 is no zone, and knows no summer time.
        if (!given.isTextual() || !ZoneId.getAvailableZoneIds().contains(given.textValue())) {
            throw bad(
                    "Zone '" + shown(given.asText()) + "' is no time zone, expected UTC or one such as Europe/Berlin");
        }
        return ZoneId.of(given.textValue());
    }

    private static Optional<Instant> instant(ObjectNode json, String key) {
        JsonNode given = json.path(key);
        if (given.isMissingNode() || given.isNull()) {
            return Optional.empty();
        }
        try {
            Instant at = java.time.OffsetDateTime.parse(given.asText()).toInstant();
            if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST)) {
                throw bad("'" + key + "' of a schedule is '" + shown(given.asText()) + "', expected a time from "
                        + Instant.EPOCH + " to " + LAST);
            }
            return Optional.of(at);
        } catch (DateTimeException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + key + "' of a schedule is '" + shown(given.asText())
                            + "', expected a time with its offset, such as 2026-03-01T06:00:00Z",
                    e);
        }
    }

    private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");

    private static Duration seconds(ObjectNode json, String key, Duration otherwise, Duration most) {
        JsonNode given = json.path(key);
        if (given.isMissingNode() || given.isNull()) {
            return otherwise;
        }
        if (!given.isIntegralNumber() || !given.canConvertToLong()) {
            throw bad("'" + key + "' of a schedule is no whole number");
        }
        if (given.longValue() < 0 || given.longValue() > most.toSeconds()) {
            throw bad("'" + key + "' of a schedule is " + given.longValue() + ", expected 0 to " + most.toSeconds());
        }
        return Duration.ofSeconds(given.longValue());
    }

    private static <E extends Enum<E>> E choice(ObjectNode json, String key, E otherwise) {
        JsonNode given = json.path(key);
        if (given.isMissingNode() || given.isNull()) {
            return otherwise;
        }
        List<E> all = Arrays.asList(otherwise.getDeclaringClass().getEnumConstants());
        return all.stream()
                .filter(one -> word(one).equals(given.textValue()))
                .findFirst()
                .orElseThrow(() -> bad("'" + key + "' of a schedule is '" + shown(given.asText()) + "', expected "
                        + String.join(", ", all.stream().map(ScheduleJson::word).toList())));
    }

    /** {@code QUEUE_ONE} is written queue-one. */
    public static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
