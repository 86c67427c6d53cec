package ai.ekaya.run;

import ai.ekaya.sandbox.RunOutcome;
import ai.ekaya.sandbox.RunResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/** How a run ended, as it is stored and shown: a name, and for all but success what went wrong. */
public record Outcome(Name name, Optional<Error> error) {
    /** The code of what the platform did wrong; no guest's failure has it. */
    static final String BROKEN = "INTERNAL";

    public enum Name {
        SUCCEEDED,
        FAILED,
        OUT_OF_FUEL,
        OUT_OF_MEMORY,
        STACK_OVERFLOW,
        TIMED_OUT,
        CANCELLED,
        REFUSED,
        LOST
    }

    /** @param where file, line and column in the author's code, where known */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Error(String code, String message, Optional<String> where) {}

    static Outcome of(RunResult result, LimitWords words) {
        return switch (result.outcome()) {
            case RunOutcome.Succeeded succeeded -> new Outcome(Name.SUCCEEDED, Optional.empty());
            case RunOutcome.Failed(RunOutcome.Cause cause, String message, Optional<String> where) ->
                new Outcome(Name.FAILED, Optional.of(new Error(cause.name(), message, where)));
            case RunOutcome.OutOfFuel fuel -> plain(Name.OUT_OF_FUEL, words.fuel());
            case RunOutcome.OutOfMemory memory -> plain(Name.OUT_OF_MEMORY, words.memory(result.memoryBytesMax()));
            case RunOutcome.StackOverflow() -> plain(Name.STACK_OVERFLOW, words.stack());
            case RunOutcome.TimedOut time -> plain(Name.TIMED_OUT, words.time());
            case RunOutcome.Cancelled() -> cancelled();
            case RunOutcome.Refused(String reason) -> refused(reason);
            case RunOutcome.Lost() -> lost();
        };
    }

    static Outcome cancelled() {
        return plain(Name.CANCELLED, "Somebody cancelled the run");
    }

    static Outcome refused(String reason) {
        return plain(Name.REFUSED, reason);
    }

    static Outcome lost() {
        return lost("");
    }

    /** @param more what else there is to say of it */
    static Outcome lost(String more) {
        return plain(Name.LOST, "The server stopped while the run was going on" + more);
    }

    /** A bug of the platform ended the run; the server's log says more. */
    static Outcome broken() {
        return new Outcome(
                Name.FAILED,
                Optional.of(new Error(BROKEN, "The platform failed on this run; its log says why", Optional.empty())));
    }

    /** Whether it was the platform that failed. */
    boolean isBroken() {
        return name == Name.FAILED
                && error.filter(one -> one.code().equals(BROKEN)).isPresent();
    }

    private static Outcome plain(Name name, String message) {
        return new Outcome(name, Optional.of(new Error(name.name(), message, Optional.empty())));
    }
}
