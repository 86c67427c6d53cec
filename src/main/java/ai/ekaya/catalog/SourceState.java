package ai.ekaya.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * How a catalog stands.
 *
 * @param checkedAt when it was looked at last
 * @param goodAt when that last gave something good
 * @param expires until when what it says holds; never for what is part of this server
 * @param why why it is not ready, or why the last look failed
 */
public record SourceState(
        Kind kind,
        Optional<Instant> checkedAt,
        Optional<Instant> goodAt,
        Optional<Instant> expires,
        Optional<String> why) {
    public enum Kind {
        READY,
        /** Its time is over: its apps are shown, and nothing new can be had. */
        STALE,
        /** Nothing good of it is known. */
        EMPTY
    }

    /** Of what needs nobody else. */
    public static SourceState always() {
        return new SourceState(Kind.READY, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
