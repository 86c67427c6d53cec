package ai.ekaya.sandbox;

import java.util.Optional;

/** How a run ended. Every run has one, also when its server died. */
public sealed interface RunOutcome {
    /** @param output the JSON text that the app returned */
    record Succeeded(String output) implements RunOutcome {}

    /** @param where file, line and column in the author's code, where known */
    record Failed(Cause cause, String message, Optional<String> where) implements RunOutcome {}

    record OutOfFuel(long fuelMax) implements RunOutcome {}

    record OutOfMemory(long memoryBytesMax) implements RunOutcome {}

    record StackOverflow() implements RunOutcome {}

    record TimedOut(long timeoutMillisMax) implements RunOutcome {}

    record Cancelled() implements RunOutcome {}

    /** Not started: the package, its grants or its principal no longer allow it. */
    record Refused(String reason) implements RunOutcome {}

    /** The server stopped or died while it ran. */
    record Lost() implements RunOutcome {}

    enum Cause {
        JS_ERROR,
        TRAP,
        BAD_OUTPUT
    }
}
