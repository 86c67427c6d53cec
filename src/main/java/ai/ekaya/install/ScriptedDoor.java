package ai.ekaya.install;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Excerpt;
import ai.ekaya.pack.PackageTest;
import ai.ekaya.sandbox.HostCall;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A door that answers what a package's test says, in its order, and reaches nothing of the world. Log lines and progress need not be
 * written down. It stops the run at the first call that the test does not have. Not thread-safe.
 */
final class ScriptedDoor implements HostCall {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> NOTES = Set.of("log", "progress");
    private static final String NOTED = "{\"ok\":true,\"result\":null}";

    /** Of a run that is stopped; no guest gets to see it. */
    private static final String STOPPED =
            "{\"ok\":false,\"error\":{\"code\":\"INTERNAL\",\"message\":\"The test has ended\",\"retryable\":false}}";

    private final List<PackageTest.Call> calls;
    private final Set<String> asked;
    private final Cancellation cancellation;
    private int next;
    private Optional<String> problem = Optional.empty();

    /** @param asked functions that the package asks for: what it does not, is answered to nobody */
    ScriptedDoor(List<PackageTest.Call> calls, Set<String> asked, Cancellation cancellation) {
        this.calls = calls;
        this.asked = asked;
        this.cancellation = cancellation;
    }

    @Override
    public String call(String name, String arguments) {
        if (problem.isPresent()) {
            return STOPPED;
        }
        Optional<PackageTest.Call> expected = next < calls.size() ? Optional.of(calls.get(next)) : Optional.empty();
        Optional<String> difference = expected.map(call -> difference(call, name, arguments))
                .orElse(Optional.of("came " + shown(name, arguments) + ", expected no more calls"));
        if (difference.isEmpty()) {
            next++;
            return envelope(expected.orElseThrow().reply());
        }
        if (NOTES.contains(name) && asked.contains(name)) {
            return NOTED;
        }
        problem = Optional.of("Host call " + (next + 1) + ": " + difference.get());
        cancellation.cancel(Cancellation.Cause.REQUESTED);
        return STOPPED;
    }

    private static Optional<String> difference(PackageTest.Call expected, String name, String arguments) {
        if (!expected.function().equals(name)) {
            return Optional.of("came " + shown(name, arguments) + ", expected " + expected.function());
        }
        return expected.args()
                .flatMap(args -> JsonDifference.between(read(arguments), args)
                        .map(difference -> "the arguments of " + name + " differ " + difference));
    }

    private static String shown(String name, String arguments) {
        return name + " " + Excerpt.of(arguments);
    }

    private static JsonNode read(String arguments) {
        try {
            return MAPPER.readTree(arguments);
        } catch (JsonProcessingException e) {
            // No test has arguments like these.
            return MAPPER.missingNode();
        }
    }

    private static String envelope(PackageTest.Reply reply) {
        ObjectNode envelope = MAPPER.createObjectNode();
        switch (reply) {
            case PackageTest.Reply.Answer(JsonNode result) ->
                envelope.put("ok", true).set("result", result);
            case PackageTest.Reply.Refused refused ->
                envelope.put("ok", false)
                        .putObject("error")
                        .put("code", refused.code().name())
                        .put("message", refused.message())
                        .put("retryable", new Refusal(refused.code(), refused.message()).isRetryable());
        }
        return envelope.toString();
    }

    /** To be asked when the run has ended: a call that was not made is a problem as well. */
    Optional<String> problem() {
        return problem.or(() -> next == calls.size()
                ? Optional.empty()
                : Optional.of("Host call " + (next + 1) + ": came none, expected "
                        + calls.get(next).function()));
    }

    /** Whether the run was stopped by this door. */
    boolean stopped() {
        return problem.isPresent();
    }
}
