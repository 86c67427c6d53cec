package ai.ekaya.host;

/**
 * Something that a call changed, or may have changed.
 *
 * @param call its number among the attempt's calls, from 1, as in the run's list of calls
 * @param arguments their beginning
 */
public record Effect(int call, String function, String argumentsHash, String arguments, State state) {
    public enum State {
        DONE,
        /** It was announced, and nobody knows whether it took place. */
        IN_DOUBT
    }
}
