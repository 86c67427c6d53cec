package ai.ekaya.host;

import ai.ekaya.appdb.AppState;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code state_get}: a small value that an earlier run of this app left.
 *
 * <p>Arguments  {"key": string ≤ 256 bytes}
 * <p>Answer     {"value": any JSON, "version": n}; value null and version 0 when there is none
 * <p>Limits     counts as a host call
 * <p>Errors     BAD_ARGUMENT, LIMIT
 * <p>Source     contracts §2; docs/rationale.md "Why does app state have versions?"
 */
final class StateGet implements HostFunction {
    private final Limits limits;
    private final AppState state;

    StateGet(Limits limits, AppState state) {
        this.limits = limits;
        this.state = state;
    }

    @Override
    public String name() {
        return "state_get";
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("key");
        String key = arguments.text("key", limits.of(Limit.HOST_STATE_KEY_BYTES));
        if (key.isEmpty()) {
            throw arguments.bad(
                    "got an empty string as 'key', expected 1 to " + limits.of(Limit.HOST_STATE_KEY_BYTES) + " bytes");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        state.get(run.scope().project().value(), run.scope().app(), key)
                .ifPresentOrElse(
                        entry -> {
                            answer.set("value", entry.value());
                            answer.put("version", entry.version());
                        },
                        () -> answer.putNull("value").put("version", 0));
        return Answer.of(answer);
    }
}
