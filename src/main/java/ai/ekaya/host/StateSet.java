package ai.ekaya.host;

import ai.ekaya.appdb.AppState;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/**
 * {@code state_set}: keeps a small value for later runs, if it still has the version that the app read (compare-and-swap). It
 * stays also when the run fails afterwards.
 *
 * <p>Arguments  {"key": string ≤ 256 bytes, "value": any JSON ≤ 64 KiB, "version": as read, 0 for a new key}
 * <p>Answer     {"version": the new one}
 * <p>Limits     1,000 keys an app · all arguments nested at most 64 deep
 * <p>Errors     CONFLICT (another run was faster), BAD_ARGUMENT, LIMIT
 * <p>Source     contracts §2; docs/rationale.md "Why does app state have versions?"
 */
final class StateSet implements HostFunction {
    private static final long VERSION_MAX = 1L << 53;

    private final Limits limits;
    private final AppState state;

    StateSet(Limits limits, AppState state) {
        this.limits = limits;
        this.state = state;
    }

    @Override
    public String name() {
        return "state_set";
    }

    @Override
    public EffectKind effect() {
        return EffectKind.STATE;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("key", "value", "version");
        String key = arguments.text("key", limits.of(Limit.HOST_STATE_KEY_BYTES));
        long version = arguments.has("version") ? arguments.whole("version", 0, VERSION_MAX) : 0;
        JsonNode value = arguments.any("value");
        int bytes = Envelope.write(value).getBytes(StandardCharsets.UTF_8).length;
        long bytesMax = limits.of(Limit.HOST_STATE_VALUE_BYTES);
        if (bytes > bytesMax) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "'value' is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(bytesMax));
        }
        AppState.Change change = new AppState.Change(key, value, version);
        long written = state.set(run.scope().project().value(), run.scope().app(), change, run.effects()::done);
        return Answer.of(JsonNodeFactory.instance.objectNode().put("version", written));
    }
}
