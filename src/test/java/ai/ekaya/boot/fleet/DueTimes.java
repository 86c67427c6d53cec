package ai.ekaya.boot.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.kagkarlsson.shaded.cronutils.model.CronType;
import com.github.kagkarlsson.shaded.cronutils.model.definition.CronDefinitionBuilder;
import com.github.kagkarlsson.shaded.cronutils.model.time.ExecutionTime;
import com.github.kagkarlsson.shaded.cronutils.parser.CronParser;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the lines of each schedule, one after the other, are its due times from the first one on up to its cursor: none left out, none
 * twice, and of a line for several as many as it says. The due times are those of cron-utils, which the product does not use.
 *
 * <p>From which due time on is told by the table {@code fleet.first_due}, as the schedule itself does not tell: the harness sets it back.
 */
final class DueTimes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DueTimes() {}

    private record Line(Instant from, Instant until, int count) {}

    private record Followed(String app, String definition, Instant first, Instant next, Deque<Line> lines) {}

    static List<String> check(Connection database) {
        List<String> violations = new ArrayList<>();
        Map<String, Deque<Line>> lines = lines(database);
        for (Followed schedule : schedules(database, lines)) {
            check(schedule).ifPresent(violations::add);
        }
        lines.keySet().forEach(app -> violations.add("Due times of an app that nobody remembered: " + app));
        return violations;
    }

    private static Optional<String> check(Followed schedule) {
        JsonNode definition = json(schedule.definition());
        ZoneId zone = ZoneId.of(definition.path("zone").asText("UTC"));
        ExecutionTime cron =
                ExecutionTime.forCron(new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                        .parse(definition.path("cron").asText()));
        String app = "App " + schedule.app() + " (" + definition.path("cron").asText() + ") ";
        if (!cron.isMatch(schedule.first().atZone(zone))) {
            return Optional.of(app + "begins with " + schedule.first() + ", which is no due time");
        }
        ZonedDateTime due = schedule.first().atZone(zone);
        while (due.toInstant().isBefore(schedule.next())) {
            Line line = schedule.lines().poll();
            if (line == null) {
                return Optional.of(app + "has no line for " + due.toInstant());
            }
            for (int i = 0; i < line.count(); i++) {
                boolean begins = i > 0 || line.from().equals(due.toInstant());
                boolean ends = i < line.count() - 1 || line.until().equals(due.toInstant());
                if (!begins || !ends) {
                    return Optional.of(app + "was due at " + due.toInstant() + ", and the next line is " + line);
                }
                due = cron.nextExecution(due).orElseThrow();
            }
        }
        if (!due.toInstant().equals(schedule.next())) {
            return Optional.of(app + "is due next at " + due.toInstant() + ", and its cursor says " + schedule.next());
        }
        return schedule.lines().isEmpty()
                ? Optional.empty()
                : Optional.of(app + "has a line too many: " + schedule.lines().peek());
    }

    /** What is given to a schedule is taken out of the map. */
    private static List<Followed> schedules(Connection database, Map<String, Deque<Line>> lines) {
        List<Followed> schedules = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement("""
                        SELECT c.app_id, c.definition, f.due_at AS first_at, c.due_at FROM ekaya.schedule_cursor c
                        JOIN fleet.first_due f ON f.app_id = c.app_id
                        """);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Deque<Line> own = lines.remove(rows.getString("app_id"));
                schedules.add(new Followed(
                        rows.getString("app_id"),
                        rows.getString("definition"),
                        rows.getTimestamp("first_at").toInstant(),
                        rows.getTimestamp("due_at").toInstant(),
                        own == null ? new ArrayDeque<>() : own));
            }
            return schedules;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static Map<String, Deque<Line>> lines(Connection database) {
        Map<String, Deque<Line>> lines = new TreeMap<>();
        try (PreparedStatement statement = database.prepareStatement(
                        "SELECT app_id, due_at, until_at, tick_count FROM ekaya.schedule_tick ORDER BY app_id, due_at");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                lines.computeIfAbsent(rows.getString("app_id"), app -> new ArrayDeque<>())
                        .add(new Line(
                                rows.getTimestamp("due_at").toInstant(),
                                rows.getTimestamp("until_at").toInstant(),
                                rows.getInt("tick_count")));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
