package ai.ekaya.run;

import ai.ekaya.host.LogEntry;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A line of a run's log as HTTP clients see it. */
public record LogView(int sequence, String level, Instant at, String message, JsonNode fields) {
    /** @param start when the run started */
    public static LogView of(LogEntry entry, Instant start) {
        return new LogView(
                entry.sequence(),
                entry.level(),
                start.plusMillis(entry.atMillis()),
                entry.message(),
                RunRow.json(entry.fields()));
    }
}
