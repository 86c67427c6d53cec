package ai.ekaya.trigger;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Rung by who notes a wake, so that this server looks when it is due and not only at its next look. Who notes must not know who looks:
 * that one knows runs, which know the rooms that note. Thread-safe.
 */
@Singleton
public final class Bell {
    private volatile Consumer<Duration> heard = after -> {};

    /** @param after when there is something to be done */
    void ring(Duration after) {
        heard.accept(after);
    }

    /** From now on; there is one who hears. */
    void hears(Consumer<Duration> listener) {
        heard = listener;
    }
}
