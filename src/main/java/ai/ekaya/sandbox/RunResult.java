package ai.ekaya.sandbox;

/**
 * A run's end and what it used.
 *
 * @param memoryBytesMax the guest's memory and tables when it ended (they never shrink)
 * @param fuel what it used of {@link GuestLimits#fuelMax()}; never more; the same for two runs of the same code, input, seed and answers
 * @param engine name and version of what ran it, as {@code endive-1.0.0/split-1/quickjs-wasi-3.6.2}
 */
public record RunResult(RunOutcome outcome, long wallMillis, long memoryBytesMax, long fuel, String engine) {}
