package ai.ekaya.appdb;

import java.time.Instant;
import java.util.Optional;

/**
 * A second schema of an app, which nothing but the platform reaches.
 *
 * @param schema its name: random, and told to nobody
 * @param label as the caller gave it, such as the hash of the package that the schema belongs to
 * @param keptUntil empty for one that is still being made
 * @param bytes on disk, when it was copied or went out of use
 */
public record AppCopy(AppId app, String schema, String label, Instant madeAt, Optional<Instant> keptUntil, long bytes) {
    /** What is kept of the live schema when a copy takes its place. */
    public record Keeping(String label, Instant until) {}
}
