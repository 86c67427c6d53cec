package ai.ekaya.appdb;

import java.util.UUID;

/**
 * What a change of an app's tables leaves beside itself, in the same transaction: whoever finds its run dead knows by it that the
 * change was committed.
 *
 * @param sequence the call's number among the attempt's calls, from 1
 * @param arguments their beginning, for people
 * @param mac over all of the others, by a key that no app has
 */
public record WriteMark(UUID run, int attempt, int sequence, String argumentsHash, String arguments, byte[] mac) {
    /** One try of a run. */
    public record Attempt(UUID run, int number) {}
}
