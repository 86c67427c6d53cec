package ai.ekaya.classification;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is thought of datasources' columns, and what people decide of them. Thread-safe. */
@Singleton
public final class Classifications {
    private final Store store;
    private final Datasources datasources;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;

    @Inject
    Classifications(Store store, Datasources datasources, Limits limits, Clock clock, AuditLog audit) {
        this.store = store;
        this.datasources = datasources;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * The columns to keep from those who may not see personal data: found sensitive and not decided, or decided so. An {@code allow}
     * holds also when it is stale or contradicted: only a person changes it.
     *
     * @throws Refusal {@code NOT_FOUND} when the project has no such datasource
     */
    public SensitiveColumns sensitiveColumns(ProjectId project, DatasourceId id) {
        datasources.require(project, id);
        return store.inProject(project.value(), transaction -> {
            List<SensitiveColumns.Column> columns = new ArrayList<>();
            for (State state : List.of(State.PENDING, State.SENSITIVE)) {
                var wanted = new ColumnTable.Wanted(Optional.of(state), Optional.empty(), Optional.empty());
                ColumnTable.list(transaction, project, id, wanted, Integer.MAX_VALUE)
                        .forEach(column -> columns.add(new SensitiveColumns.Column(
                                column.key(), column.category().orElse(Category.OTHER), state)));
            }
            return new SensitiveColumns(ScanTable.endedAt(transaction, project, id), columns);
        });
    }

    /** As {@link #sensitiveColumns}, of all datasources of a project by one statement; one that was never scanned has none. */
    public Map<DatasourceId, List<ColumnKey>> sensitiveNow(ProjectId project) {
        return store.inProject(project.value(), transaction -> ColumnTable.sensitive(transaction, project));
    }

    /** In order of schema, table and column. */
    List<ClassifiedColumn> list(ProjectId project, DatasourceId id, ColumnTable.Wanted wanted, int countMax) {
        datasources.require(project, id);
        return store.inProject(
                project.value(), transaction -> ColumnTable.list(transaction, project, id, wanted, countMax));
    }

    /**
     * All or none.
     *
     * @return the columns as they stand afterwards
     * @throws Refusal {@code NOT_FOUND} naming the first column that no scan has seen
     */
    List<ClassifiedColumn> decide(Principal by, ProjectId project, DatasourceId id, Verdict verdict) {
        datasources.require(project, id);
        int most = limits.intOf(Limit.CLASSIFICATION_DECISIONS_COUNT);
        if (verdict.columns().size() > most) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "These are " + verdict.columns().size() + " columns, at most " + most + " at a time");
        }
        int noteMost = limits.intOf(Limit.CLASSIFICATION_NOTE_COUNT);
        if (verdict.note().length() > noteMost) {
            throw new Refusal(
                    RefusalCode.LIMIT, "'note' has " + verdict.note().length() + " characters, at most " + noteMost);
        }
        return store.inProject(
                project.value(),
                transaction -> verdict.columns().stream()
                        // Always in one order, so that two who decide at once do not wait for each other in a circle.
                        .sorted(Comparator.comparing(ColumnKey::schema)
                                .thenComparing(ColumnKey::table)
                                .thenComparing(ColumnKey::column))
                        .map(key -> decide(transaction, by, project, id, key, verdict))
                        .toList());
    }

    private ClassifiedColumn decide(
            Transaction transaction, Principal by, ProjectId project, DatasourceId id, ColumnKey key, Verdict verdict) {
        ClassifiedColumn before = require(transaction, project, id, key);
        if (verdict.state() == State.PENDING) {
            withdraw(transaction, id, key);
        } else {
            put(transaction, by, project, id, before, verdict);
        }
        Optional<ClassifiedColumn> after = ColumnTable.find(transaction, project, id, key);
        audit.append(
                transaction,
                event(
                        by,
                        project,
                        id,
                        before,
                        after.map(ClassifiedColumn::state).orElse(State.NONE)));
        return after.orElse(before);
    }

    private static ClassifiedColumn require(
            Transaction transaction, ProjectId project, DatasourceId id, ColumnKey key) {
        return ColumnTable.find(transaction, project, id, key)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.NOT_FOUND,
                        "No scan of the datasource has seen the column '" + key
                                + "'; nothing was decided. POST …/classification/scans scans it"));
    }

    private static void withdraw(Transaction transaction, DatasourceId id, ColumnKey key) {
        Sql.update(
                transaction,
                "DELETE FROM column_decision WHERE datasource_id = ? AND schema_name = ? AND table_name = ? AND column_name = ?",
                id.value(),
                key.schema(),
                key.table(),
                key.column());
    }

    private void put(
            Transaction transaction,
            Principal by,
            ProjectId project,
            DatasourceId id,
            ClassifiedColumn column,
            Verdict verdict) {
        Sql.update(
                transaction,
                "INSERT INTO column_decision (project_id, datasource_id, schema_name, table_name, column_name, state, category,"
                        + " note, decided_by, decided_by_name, decided_at, data_type, seen_category, seen_confidence)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " (SELECT category FROM classified_column WHERE datasource_id = ? AND schema_name = ?"
                        + " AND table_name = ? AND column_name = ?), ?)"
                        + " ON CONFLICT (datasource_id, schema_name, table_name, column_name) DO UPDATE SET state = excluded.state,"
                        + " category = excluded.category, note = excluded.note, decided_by = excluded.decided_by,"
                        + " decided_by_name = excluded.decided_by_name, decided_at = excluded.decided_at,"
                        + " data_type = excluded.data_type, seen_category = excluded.seen_category,"
                        + " seen_confidence = excluded.seen_confidence, gone_at = NULL",
                project.value(),
                id.value(),
                column.schema(),
                column.table(),
                column.column(),
                verdict.state().text(),
                verdict.category().map(Category::text),
                verdict.note(),
                by.user().value(),
                by.name(),
                clock.instant(),
                column.type(),
                id.value(),
                column.schema(),
                column.table(),
                column.column(),
                column.confidence());
    }

    /** Without the note, which may say anything. */
    private static AuditEvent event(
            Principal by, ProjectId project, DatasourceId id, ClassifiedColumn before, State after) {
        return new AuditEvent(
                AuditEvent.Type.COLUMN_DECIDED,
                by.actor(),
                Optional.of(project.value()),
                "datasource:" + id,
                Map.of(
                        "schema", before.schema(),
                        "table", before.table(),
                        "column", before.column(),
                        "before", before.state().text(),
                        "after", after.text()));
    }
}
