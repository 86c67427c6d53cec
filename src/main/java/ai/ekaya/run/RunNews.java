package ai.ekaya.run;

import ai.ekaya.live.Live;
import java.util.Optional;

/** Tells who looks on how runs stand; to be called when that is committed. */
final class RunNews {
    private final Live live;

    RunNews(Live live) {
        this.live = live;
    }

    /** @param state that is not its end */
    void is(Run run, Run.State state) {
        live.changed(run.project(), run.id(), run.appSlug(), state.name(), Optional.empty());
    }

    void ended(Run run, Outcome outcome) {
        live.changed(
                run.project(),
                run.id(),
                run.appSlug(),
                Run.State.ENDED.name(),
                Optional.of(outcome.name().name()));
    }
}
