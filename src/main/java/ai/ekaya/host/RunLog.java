package ai.ekaya.host;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run's log while it runs: so many entries of so many bytes, and a last line that says what is missing. Not thread-safe. */
final class RunLog {
    private static final int FIELDS_BYTES_SHARE = 2;

    private final int entriesMax;
    private final int entryBytesMax;
    private final List<LogEntry> entries = new ArrayList<>();
    private long dropped;

    RunLog(Limits limits) {
        this.entriesMax = limits.intOf(Limit.SANDBOX_LOG_ENTRIES_COUNT);
        this.entryBytesMax = limits.intOf(Limit.SANDBOX_LOG_ENTRY_BYTES);
    }

    /** Counts entries that were not handed over as they would not be kept. The guest's word, about its own log only. */
    void drop(long count) {
        dropped += count;
    }

    /** Whether one more would be too many. */
    boolean isFull() {
        return entries.size() >= entriesMax;
    }

    /** The entry as it is kept; empty when it is one too many. */
    Optional<LogEntry> add(String level, long atMillis, String message, String fields) {
        if (isFull()) {
            dropped++;
            return Optional.empty();
        }
        String kept = fields.length() > entryBytesMax / FIELDS_BYTES_SHARE ? "{\"cut\":true}" : fields;
        LogEntry entry = new LogEntry(
                entries.size() + 1, level, atMillis, Clip.bytes(message, entryBytesMax - kept.length()), kept);
        entries.add(entry);
        return Optional.of(entry);
    }

    /** What was logged; a platform's line at the end tells of entries and of refused calls that are not listed. */
    List<LogEntry> entries(long atMillis, long callsNotListed) {
        List<LogEntry> all = new ArrayList<>(entries);
        if (dropped > 0) {
            String message = dropped + " further log entries are not kept, a run keeps " + entriesMax;
            all.add(new LogEntry(all.size() + 1, "warn", atMillis, message, "{\"platform\":true}"));
        }
        if (callsNotListed > 0) {
            String message = callsNotListed + " further refused host calls are not listed";
            all.add(new LogEntry(all.size() + 1, "warn", atMillis, message, "{\"platform\":true}"));
        }
        return all;
    }
}
