package ai.ekaya.host;

/**
 * One line of a run's log.
 *
 * @param level {@code debug}, {@code info}, {@code warn} or {@code error}
 * @param atMillis time since the run started
 * @param fields a JSON object's text, {@code {}} when the app gave none
 */
public record LogEntry(int sequence, String level, long atMillis, String message, String fields) {}
