package ai.ekaya.sandbox;

/**
 * A run's end and what it used.
 *
 * @param memoryBytesMax the guest's memory when it ended (it never shrinks)
 * @param engine name and version of what ran it, as {@code endive-1.0.0/quickjs-wasi-3.6.2}
 */
public record RunResult(RunOutcome outcome, long wallMillis, long memoryBytesMax, String engine) {}
