package ai.ekaya.classification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a scan did.
 *
 * @param sampledColumns whose values it looked at
 * @param unsampledColumns of which no scan has seen a value yet; the next scan begins with them
 * @param pendingColumns found sensitive and not decided
 * @param stopped why it ended before all was looked at
 * @param failures tables whose values could not be read; the first ones
 */
public record ScanReport(
        Instant startedAt,
        Instant endedAt,
        int tables,
        int columns,
        int sampledColumns,
        int unsampledColumns,
        int pendingColumns,
        boolean complete,
        Optional<String> stopped,
        List<Failure> failures) {
    public ScanReport {
        failures = List.copyOf(failures);
    }

    /** @param reason in our words, as a driver's may quote values */
    public record Failure(String schema, String table, String code, String reason) {}
}
