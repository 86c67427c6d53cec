package ai.ekaya.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * What the database keeps of one way to a catalog.
 *
 * @param version counts writings; 0 before the first
 * @param listed what belongs to the good metadata
 */
record SourceRow(
        TrustedMetadata trusted,
        Optional<Listed> listed,
        long version,
        Optional<Instant> checkedAt,
        Optional<Instant> goodAt,
        Optional<String> failure) {
    record Listed(byte[] index, byte[] revoked) {}

    static SourceRow begin(byte[] root) {
        return new SourceRow(
                TrustedMetadata.begin(root), Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** As if nothing had been trusted but the operator's root. */
    SourceRow anew(byte[] root) {
        return new SourceRow(
                TrustedMetadata.begin(root), Optional.empty(), version, checkedAt, Optional.empty(), failure);
    }
}
