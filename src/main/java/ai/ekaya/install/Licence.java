package ai.ekaya.install;

import java.time.Instant;

/** What a marketplace says of a project's use of a package. */
public sealed interface Licence {
    /** It may run. */
    record Bought() implements Licence {}

    /** It may run until then; of one that has ended, that is over. */
    record Trial(Instant endsAt) implements Licence {}
}
