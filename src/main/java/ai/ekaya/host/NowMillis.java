package ai.ekaya.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * {@code now_millis}: the time of the run. It starts at the run's recorded start and goes on with the time since; the answer is
 * in the journal, so that a replay sees the same times.
 *
 * <p>Arguments  {}
 * <p>Answer     Unix time in milliseconds, a number
 * <p>Limits     counts as a host call
 * <p>Errors     none of its own
 * <p>Source     docs/rationale.md "Why does a run have its own clock?"
 */
final class NowMillis implements HostFunction {
    @Override
    public String name() {
        return "now_millis";
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing();
        return Answer.of(JsonNodeFactory.instance.numberNode(run.scope().startMillis() + run.elapsedMillis()));
    }
}
