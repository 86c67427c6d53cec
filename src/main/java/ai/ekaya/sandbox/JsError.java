package ai.ekaya.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Turns the SDK's description of what an app threw into an outcome. */
final class JsError {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACE = Pattern.compile("(?<![A-Za-z0-9_./-])([A-Za-z0-9_./-]+):\\d+(?::\\d+)?");

    private JsError() {}

    /**
     * @param description JSON {@code {"kind", "message", "stack"}}
     * @param files the author's; the first place in the stack that is in one of them is where it happened
     */
    static RunOutcome outcomeOf(String description, Run run, Set<String> files) {
        JsonNode error;
        try {
            error = JSON.readTree(description);
        } catch (JsonProcessingException e) {
            return undescribed(run);
        }
        String message = error.path("message").asText();
        // Named by the engine's own words. An app that throws the same words only mislabels its own failure.
        if (message.startsWith("InternalError: out of memory") || (run.memoryFilled() && isWithoutRoom(message))) {
            return run.outOfMemory();
        }
        if (message.equals("RangeError: Maximum call stack size exceeded")) {
            return new RunOutcome.StackOverflow();
        }
        RunOutcome.Cause cause = error.path("kind").asText().equals("BAD_OUTPUT")
                ? RunOutcome.Cause.BAD_OUTPUT
                : RunOutcome.Cause.JS_ERROR;
        Optional<String> where = PLACE.matcher(error.path("stack").asText())
                .results()
                .filter(place -> files.contains(place.group(1)))
                .map(MatchResult::group)
                .findFirst();
        return new RunOutcome.Failed(cause, message, where);
    }

    /** What the engine throws when the memory left does not hold an error, or not all of it. */
    private static boolean isWithoutRoom(String message) {
        return message.startsWith("Thrown: null") || message.equals("InternalError: Invalid error message");
    }

    /** The description itself failed: with a full memory there is no room for it. */
    static RunOutcome undescribed(Run run) {
        return run.memoryCapHit()
                ? run.outOfMemory()
                : new RunOutcome.Failed(
                        RunOutcome.Cause.JS_ERROR,
                        "The app threw something that cannot be described",
                        Optional.empty());
    }
}
