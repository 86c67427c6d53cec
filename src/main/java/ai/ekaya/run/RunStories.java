package ai.ekaya.run;

import ai.ekaya.host.Effect;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Tells of a run's attempts, and of what it changed where that matters. Thread-safe. */
@Singleton
public final class RunStories {
    private final Store store;
    private final AttemptEffects effects;

    @Inject
    public RunStories(Store store, AttemptEffects effects) {
        this.store = store;
        this.effects = effects;
    }

    RunStory of(Run run) {
        return store.inProject(
                run.project().value(),
                transaction -> new RunStory(
                        RunAttempts.of(transaction, run.id()),
                        effects.kept(transaction, run).stream()
                                .filter(effect -> isTold(run, effect))
                                .toList()));
    }

    private static boolean isTold(Run run, Effect effect) {
        boolean lost = run.outcome()
                .map(Outcome::name)
                .filter(Outcome.Name.LOST::equals)
                .isPresent();
        return lost || run.state() == Run.State.ENDED && effect.state() == Effect.State.IN_DOUBT;
    }
}
