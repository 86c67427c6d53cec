package ai.ekaya.host;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * {@code progress}: how far the run is, for who looks on and as the last word of the run's record.
 *
 * <p>Arguments  {"fraction": number 0 … 1, "text": string}
 * <p>Answer     null
 * <p>Limits     text 200 bytes, what is over is cut; it is no host call of those that are counted, and is shown a few times a second
 * <p>Errors     BAD_ARGUMENT
 * <p>Source     design document, "Host Functions to Implement"; docs/rationale.md "Why do log and progress count for nothing?"
 */
final class Progress implements HostFunction {
    private final int textBytesMax;

    Progress(Limits limits) {
        this.textBytesMax = limits.intOf(Limit.HOST_PROGRESS_TEXT_BYTES);
    }

    @Override
    public String name() {
        return "progress";
    }

    @Override
    public boolean isNote() {
        return true;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("fraction", "text");
        double fraction = arguments.number("fraction", 0, 1);
        String text = arguments.optionalText("text", Integer.MAX_VALUE).orElse("");
        run.progressed(fraction, text, textBytesMax);
        return Answer.of(JsonNodeFactory.instance.nullNode());
    }
}
