package ai.ekaya.sandbox;

/**
 * One run of a prepared guest.
 *
 * @param context JSON {@code {"input", "settings", "trigger", "run"}}
 * @param startMillis the run's clock starts here (Unix milliseconds)
 * @param seed feeds the run's random numbers, so that a run is repeatable
 * @param waits whether it takes time to wait for a timer; the run's own clock goes on equally
 */
public record RunRequest(String context, GuestLimits limits, long startMillis, long seed, Waits waits) {
    /** What an app's timers do to the thread that the run is on. */
    public enum Waits {
        TAKEN,
        SKIPPED
    }

    /** Timers take their time. */
    public RunRequest(String context, GuestLimits limits, long startMillis, long seed) {
        this(context, limits, startMillis, seed, Waits.TAKEN);
    }
}
