package ai.ekaya.run;

import ai.ekaya.host.Effect;
import java.util.List;

/**
 * What else there is to tell of a run.
 *
 * @param attempts all of them in order
 * @param effects of the last one: all of a lost run, and what is in doubt of any other
 */
record RunStory(List<AttemptView> attempts, List<Effect> effects) {
    static final RunStory NONE = new RunStory(List.of(), List.of());
}
