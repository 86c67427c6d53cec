package ai.ekaya.classification;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.classification.ScanTable.Known;
import ai.ekaya.datasource.Datasource;
import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.store.Store;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scans a datasource: names and types of all columns, and the values of as many as there is time for, beginning with those that were
 * never looked at. Thread-safe.
 */
@Singleton
final class Scanner {
    /** For reading the schema before and for saving afterwards, beside the time of the sampling itself. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final Store store;
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;

    @Inject
    Scanner(Store store, Datasources datasources, DatasourceAccess access, Limits limits, Clock clock, AuditLog audit) {
        this.store = store;
        this.datasources = datasources;
        this.access = access;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param whole whether all columns that there are were looked at */
    private record Scan(Principal by, ProjectId project, DatasourceId id, Instant start, int tables, boolean whole) {}

    /**
     * Ends within the time of a scan, and tells what is left.
     *
     * @throws Refusal {@code CONFLICT} while another one runs
     */
    ScanReport scan(Principal by, ProjectId project, DatasourceId id, Cancellation cancellation) {
        datasources.require(project, id);
        Instant start = clock.instant();
        Instant until =
                start.plus(limits.durationOf(Limit.CLASSIFICATION_SCAN_MILLIS)).plus(MARGIN);
        store.transactIn(project.value(), transaction -> ScanTable.begin(transaction, project, id, start, until));
        boolean saved = false;
        try {
            ScanReport report = scanned(by, project, id, start, cancellation);
            saved = true;
            return report;
        } finally {
            if (!saved) {
                store.transactIn(project.value(), transaction -> ScanTable.end(transaction, id, Optional.empty()));
            }
        }
    }

    private ScanReport scanned(
            Principal by, ProjectId project, DatasourceId id, Instant start, Cancellation cancellation) {
        // Its time begins before the schema is read, as the person who waits counts both.
        Sampling sampling = new Sampling(access, project, id, limits, start);
        JsonNode schema = access.schema(project, id, cancellation);
        int tablesThere = schema.path("tables").size();
        List<SchemaColumns.Table> tables = SchemaColumns.of(schema, limits.intOf(Limit.CLASSIFICATION_COLUMNS_COUNT));
        boolean whole = tables.size() == tablesThere && tablesThere < limits.of(Limit.DATASOURCE_TABLES_COUNT);
        Map<ColumnKey, Known> known = store.inProject(project.value(), transaction -> ScanTable.known(transaction, id));
        if (datasources.find(project, id).filter(Datasource::canWrite).isPresent()) {
            sampling.stop(
                    "The datasource's login can change data, so no values were read; give it one that can only SELECT");
        } else {
            sampling.read(inOrder(tables, known), cancellation);
        }
        Scan scan = new Scan(by, project, id, start, tables.size(), whole);
        return save(scan, ScanResult.of(tables, known, sampling, start), sampling);
    }

    /** Those first that were never tried, then those tried longest ago; views, which compute, after tables. */
    private static List<SchemaColumns.Table> inOrder(List<SchemaColumns.Table> tables, Map<ColumnKey, Known> known) {
        return tables.stream()
                .sorted(Comparator.comparing((SchemaColumns.Table table) -> lastTried(table, known))
                        .thenComparing(SchemaColumns.Table::computed))
                .toList();
    }

    private static Instant lastTried(SchemaColumns.Table table, Map<ColumnKey, Known> known) {
        return table.columns().stream()
                .map(column ->
                        ScanResult.before(column, known).flatMap(Known::triedAt).orElse(Instant.MIN))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private ScanReport save(Scan scan, ScanResult result, Sampling sampling) {
        return store.inProject(scan.project().value(), transaction -> {
            ScanTable.save(transaction, scan.project(), scan.id(), result.found());
            ScanTable.touch(transaction, scan.id(), result.touched(), scan.start());
            if (scan.whole()) {
                ScanTable.forget(transaction, scan.id(), result.present(), scan.start());
            }
            Instant end = clock.instant();
            ScanTable.end(transaction, scan.id(), Optional.of(end));
            ScanReport report = new ScanReport(
                    scan.start(),
                    end,
                    scan.tables(),
                    result.present().size(),
                    sampling.found().size(),
                    result.unsampled(),
                    ScanTable.pending(transaction, scan.id()),
                    sampling.stopped().isEmpty() && sampling.failures().isEmpty() && scan.whole(),
                    sampling.stopped(),
                    sampling.failures());
            audit.append(transaction, event(scan, report));
            return report;
        });
    }

    private static AuditEvent event(Scan scan, ScanReport report) {
        return new AuditEvent(
                AuditEvent.Type.DATASOURCE_CLASSIFIED,
                scan.by().actor(),
                Optional.of(scan.project().value()),
                "datasource:" + scan.id(),
                Map.of(
                        "columns",
                        String.valueOf(report.columns()),
                        "sampled",
                        String.valueOf(report.sampledColumns()),
                        "pending",
                        String.valueOf(report.pendingColumns())));
    }
}
