package ai.ekaya.install;

import ai.ekaya.pack.PackageHash;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest version that an app's catalog has.
 *
 * @param changelog Markdown of a stranger
 * @param since when it was first seen
 * @param outcome of what the policy tried: it waits for an admin, or failed; empty while nothing was tried
 * @param reason why it failed
 */
public record NewVersion(
        String catalog,
        PackageHash packageHash,
        String version,
        String changelog,
        Instant since,
        Optional<Outcome> outcome,
        Optional<String> reason) {
    /** Stands in answers. */
    public enum Outcome {
        HELD,
        FAILED
    }
}
