package ai.ekaya.sandbox;

/**
 * One run of a prepared guest.
 *
 * @param context JSON {@code {"input", "settings", "trigger"}}
 * @param startMillis the run's clock starts here (Unix milliseconds)
 * @param seed feeds the run's random numbers, so that a run is repeatable
 */
public record RunRequest(String context, GuestLimits limits, long startMillis, long seed) {}
