package ai.ekaya.secrets;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * All that is told of a secret; never its value, nor anything that comes of it.
 *
 * @param name as it was first written
 * @param version counts every writing
 */
record StoredSecret(
        UUID id,
        String name,
        int version,
        Instant createdAt,
        Instant changedAt,
        String changedBy,
        Optional<Instant> lastUsedAt) {
    /** The same for all spellings of the name. */
    String key() {
        return name.toLowerCase(Locale.ROOT);
    }
}
