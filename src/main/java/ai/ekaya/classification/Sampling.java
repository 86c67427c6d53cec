package ai.ekaya.classification;

import ai.ekaya.classification.ScanTable.Found;
import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.SampleRequest;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads values table by table and classifies their columns, as long as a scan may take. One that cannot be read is passed over. Not
 * thread-safe.
 */
final class Sampling {
    private static final Set<Kind> UNREAD = Set.of(Kind.BYTES, Kind.GEO);

    private final DatasourceAccess access;
    private final ProjectId project;
    private final DatasourceId id;
    private final Limits limits;
    private final Instant at;
    private final long endNanos;
    private final List<Found> found = new ArrayList<>();
    private final List<ScanReport.Failure> failures = new ArrayList<>();
    private final Set<SchemaColumns.Table> unread = new HashSet<>();
    private Optional<String> stopped = Optional.empty();

    /** @param at when the scan began */
    Sampling(DatasourceAccess access, ProjectId project, DatasourceId id, Limits limits, Instant at) {
        this.access = access;
        this.project = project;
        this.id = id;
        this.limits = limits;
        this.at = at;
        this.endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.of(Limit.CLASSIFICATION_SCAN_MILLIS));
    }

    /** @param tables those first that matter most */
    void read(List<SchemaColumns.Table> tables, Cancellation cancellation) {
        int inARow = 0;
        for (SchemaColumns.Table table : tables) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            if (leftMillis <= 0) {
                stopped = Optional.of("The time of a scan is over; the next one begins with the tables that are left");
                return;
            }
            if (inARow >= limits.of(Limit.CLASSIFICATION_FAILURES_TOGETHER_COUNT)) {
                stopped = Optional.of("The values of " + inARow + " tables in a row could not be read");
                return;
            }
            inARow = read(table, leftMillis, cancellation) ? 0 : inARow + 1;
        }
    }

    /** Keeps to names and types, for tables that are not read in this scan. */
    void stop(String why) {
        stopped = Optional.of(why);
    }

    /** Some columns at a time, so that no more of their values are held. */
    private boolean read(SchemaColumns.Table table, long leftMillis, Cancellation cancellation) {
        int together = limits.intOf(Limit.CLASSIFICATION_COLUMNS_TOGETHER_COUNT);
        List<Found> ofTable = new ArrayList<>();
        try {
            for (int from = 0; from < table.columns().size(); from += together) {
                int to = Math.min(table.columns().size(), from + together);
                ofTable.addAll(read(table, table.columns().subList(from, to), leftMillis, cancellation));
            }
            found.addAll(ofTable);
            return true;
        } catch (Refusal e) {
            fail(table, e);
            return e.code() != RefusalCode.UPSTREAM && e.code() != RefusalCode.UNAVAILABLE;
        }
    }

    private List<Found> read(
            SchemaColumns.Table table, List<ColumnFacts> columns, long leftMillis, Cancellation cancellation) {
        Map<String, List<String>> values = new HashMap<>();
        List<String> wanted = columns.stream()
                .filter(column -> !UNREAD.contains(column.kind()))
                .map(column -> column.key().column())
                .toList();
        if (!wanted.isEmpty()) {
            access.sample(project, id, request(table, wanted, leftMillis), cancellation)
                    .forEach(sample -> values.put(sample.column(), sample.values()));
        }
        return columns.stream()
                .map(column -> found(column, values.getOrDefault(column.key().column(), List.of())))
                .toList();
    }

    private SampleRequest request(SchemaColumns.Table table, List<String> columns, long leftMillis) {
        return new SampleRequest(
                table.schema(),
                table.name(),
                columns,
                table.rowEstimate(),
                limits.intOf(Limit.CLASSIFICATION_SAMPLE_COUNT),
                limits.intOf(Limit.CLASSIFICATION_VALUE_COUNT),
                Math.min(leftMillis, limits.of(Limit.CLASSIFICATION_TABLE_MILLIS)));
    }

    private Found found(ColumnFacts column, List<String> values) {
        return new Found(column, Classifier.classify(column, values), Optional.of(values.size()), Optional.of(at));
    }

    private void fail(SchemaColumns.Table table, Refusal why) {
        if (failures.size() < limits.of(Limit.CLASSIFICATION_FAILURES_COUNT)) {
            failures.add(new ScanReport.Failure(
                    table.schema(), table.name(), why.code().name(), why.reason()));
        }
        unread.add(table);
    }

    /** Those that were tried in vain. */
    Set<SchemaColumns.Table> unread() {
        return unread;
    }

    List<Found> found() {
        return found;
    }

    List<ScanReport.Failure> failures() {
        return failures;
    }

    Optional<String> stopped() {
        return stopped;
    }
}
