package ai.ekaya.boot;

import jakarta.inject.Singleton;
import java.util.List;

/** Whether the server is ready, and what it waits for or lacks. Thread-safe. */
@Singleton
public final class StartState {
    static final String STILL_STARTING = "still starting";
    private volatile State state = new State(false, List.of(STILL_STARTING));

    private record State(boolean ready, List<String> missing) {}

    void ready() {
        state = new State(true, List.of());
    }

    /** @param missing what an administrator has to do, a sentence each */
    void missing(List<String> missing) {
        state = new State(false, List.copyOf(missing));
    }

    boolean isReady() {
        return state.ready();
    }

    List<String> missing() {
        return state.missing();
    }
}
