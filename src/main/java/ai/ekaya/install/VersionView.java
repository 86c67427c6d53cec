package ai.ekaya.install;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One of the packages that an app has been, as HTTP clients see it.
 *
 * @param number counts from 1 for each app
 * @param how INSTALLED, UPDATED or ROLLED_BACK
 * @param by the sign-in name of who did it
 * @param replacedAt empty for what the app is now
 * @param canGoBack whether a rollback to it is possible: it is another package than the app's, and that is still stored
 */
public record VersionView(
        int number,
        String version,
        String packageHash,
        String how,
        JsonNode grants,
        String by,
        Instant at,
        Optional<Instant> replacedAt,
        boolean canGoBack) {

    static VersionView of(AppVersion version, boolean canGoBack) {
        return new VersionView(
                version.number(),
                version.version(),
                "blake3:" + version.packageHash(),
                version.how().name(),
                Columns.read(version.grants()),
                version.by().name(),
                version.at(),
                version.replacedAt(),
                canGoBack);
    }
}
