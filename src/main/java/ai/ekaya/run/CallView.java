package ai.ekaya.run;

import ai.ekaya.host.CallRecord;

/** A host call of a run as HTTP clients see it. */
public record CallView(
        int sequence,
        String function,
        boolean ok,
        String code,
        String arguments,
        String argumentsHash,
        double durationMillis,
        int rows,
        long answerBytes) {

    public static CallView of(CallRecord call) {
        return new CallView(
                call.sequence(),
                call.function(),
                CallRecord.OK.equals(call.code()),
                call.code(),
                call.arguments(),
                Masked.hash(call.arguments(), call.argumentsHash()),
                call.durationMicros() / 1_000.0,
                call.rows(),
                call.answerBytes());
    }
}
