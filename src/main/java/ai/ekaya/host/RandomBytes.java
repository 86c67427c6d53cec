package ai.ekaya.host;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Base64;

/**
 * {@code random_bytes}: random bytes from the run's seed, so that a replay sees the same.
 *
 * <p>Arguments  {"count": 0 to 65,536}
 * <p>Answer     base64, a string
 * <p>Limits     64 KiB a call, as in browsers' getRandomValues; counts as a host call
 * <p>Errors     BAD_ARGUMENT
 * <p>Source     docs/rationale.md "Why does a run have its own clock?"
 */
final class RandomBytes implements HostFunction {
    private final Limits limits;

    RandomBytes(Limits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "random_bytes";
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("count");
        int count = (int) arguments.whole("count", 0, limits.of(Limit.HOST_RANDOM_BYTES));
        return Answer.of(JsonNodeFactory.instance.textNode(
                Base64.getEncoder().encodeToString(run.random().next(count))));
    }
}
