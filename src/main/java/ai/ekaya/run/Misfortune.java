package ai.ekaya.run;

import java.util.Optional;

/** What ended an attempt and was no fault of its app. */
enum Misfortune {
    /** The server died, stood still or was stopped. */
    SERVER_LOST,
    /** A bug of the platform. */
    PLATFORM_FAILED,
    /** A database or a model that the app asked, away for now, and it did not handle that. */
    AWAY;

    /** Empty for a success, and for what the app, its limits, its grants or somebody who stopped it did. */
    static Optional<Misfortune> of(Finished finished) {
        return switch (finished.outcome().name()) {
            case LOST -> Optional.of(SERVER_LOST);
            case FAILED ->
                finished.away()
                        ? Optional.of(AWAY)
                        : finished.outcome().isBroken() ? Optional.of(PLATFORM_FAILED) : Optional.empty();
            case SUCCEEDED, OUT_OF_FUEL, OUT_OF_MEMORY, STACK_OVERFLOW, TIMED_OUT, CANCELLED, REFUSED ->
                Optional.empty();
        };
    }
}
