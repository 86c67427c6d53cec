package ai.ekaya.host;

/**
 * One host call of a run, as it is kept.
 *
 * @param sequence counts from 1 in the order of the calls
 * @param argumentsHash SHA-256 of the arguments as people may see them, whole
 * @param arguments their beginning, for people
 * @param code {@code OK} or a {@link ai.ekaya.limits.RefusalCode}
 */
public record CallRecord(
        int sequence,
        String function,
        String argumentsHash,
        String arguments,
        String code,
        long durationMicros,
        int rows,
        long answerBytes) {
    public static final String OK = "OK";
}
