package ai.ekaya.journal;

import java.util.Optional;

/**
 * The first host call of a replay that is another than the recorded one.
 *
 * @param call counts from 1
 * @param expected empty when the recorded run made no further call
 * @param got empty when the replay made none
 */
public record Divergence(int call, Optional<Expected> expected, Optional<Got> got) {
    /** @param listed its sequence among the run's calls; 0 when it is not in that list */
    public record Expected(String function, String argumentsHash, int listed) {
        static Expected of(Entry entry) {
            return new Expected(entry.function(), entry.argumentsHash(), entry.listed());
        }
    }

    /** @param arguments as the guest wrote them */
    public record Got(String function, String argumentsHash, String arguments) {}
}
