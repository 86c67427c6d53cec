package ai.ekaya.journal;

import ai.ekaya.sandbox.RunOutcome;
import ai.ekaya.sandbox.RunResult;

/**
 * How a guest ended, as far as it is the same each time that the run is repeated.
 *
 * @param outcome the name that the run's record has
 * @param error what the guest failed by; empty for all other outcomes, as their words tell of limits and grants of today
 * @param outputHash SHA-256 of the output's text; empty without one
 */
public record Ending(String outcome, String error, String outputHash, long fuel) {

    /** An end that came from outside, by the clock or by a person: at another place each time. */
    public boolean stopped() {
        return switch (outcome) {
            case "TIMED_OUT", "CANCELLED", "LOST" -> true;
            default -> false;
        };
    }

    public static Ending of(RunResult result) {
        return switch (result.outcome()) {
            case RunOutcome.Succeeded(String output) -> new Ending("SUCCEEDED", "", Hash.of(output), result.fuel());
            case RunOutcome.Failed failed ->
                new Ending(
                        "FAILED",
                        failed.cause() + ": " + failed.message()
                                + failed.where().map(where -> " at " + where).orElse(""),
                        "",
                        result.fuel());
            case RunOutcome.OutOfFuel fuel -> plain("OUT_OF_FUEL", result);
            case RunOutcome.OutOfMemory memory -> plain("OUT_OF_MEMORY", result);
            case RunOutcome.StackOverflow stack -> plain("STACK_OVERFLOW", result);
            case RunOutcome.TimedOut time -> plain("TIMED_OUT", result);
            case RunOutcome.Cancelled cancelled -> plain("CANCELLED", result);
            case RunOutcome.Refused refused -> plain("REFUSED", result);
            case RunOutcome.Lost lost -> plain("LOST", result);
        };
    }

    private static Ending plain(String outcome, RunResult result) {
        return new Ending(outcome, "", "", result.fuel());
    }
}
