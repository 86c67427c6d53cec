package ai.ekaya.query;

import ai.ekaya.audit.Actor;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.datasource.SchemaHistory;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlReferences;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which tables and columns queries read. What was read against an older state of a schema is read anew when somebody asks, as a star
 * then stands for other columns. Thread-safe.
 */
@Singleton
public final class QueryReferences {
    private final Store store;
    private final Datasources datasources;
    private final SchemaHistory history;
    private final QueryRows rows;

    @Inject
    QueryReferences(Store store, Datasources datasources, SchemaHistory history, Limits limits) {
        this.store = store;
        this.datasources = datasources;
        this.history = history;
        this.rows = new QueryRows(limits);
    }

    /**
     * What is looked for.
     *
     * @param table as {@code orders} or {@code public.orders}
     * @param column any when empty
     */
    public record Asked(String table, Optional<String> column, Optional<DatasourceId> datasource) {
        public Asked {
            if (table.isBlank() || column.filter(String::isBlank).isPresent()) {
                throw new Refusal(RefusalCode.BAD_ARGUMENT, "'table' or 'column' is empty");
            }
        }

        boolean isTable(SqlReferences.TableUse use) {
            return table.equals(use.table()) || table.equals(use.schema() + "." + use.table());
        }

        boolean isOf(SqlReferences.TableUse use) {
            return isTable(use) && column.map(use.columns()::contains).orElse(true);
        }

        /** Whether a name that was not found may be it. */
        boolean mayBe(String unresolved) {
            String last = unresolved.substring(unresolved.lastIndexOf('.') + 1);
            String named = table.substring(table.lastIndexOf('.') + 1);
            return last.equals(named) || column.filter(last::equals).isPresent();
        }
    }

    /** References as they are stored. */
    record Read(String json, String schemaHash) {}

    /** Against the last state of the schema that was seen; the first time it is looked at. */
    Read read(ProjectId project, Wordings.Checked checked) {
        DatasourceId datasource = checked.wording().datasource();
        SchemaOfDatasource schema = known(project, datasource).orElseGet(() -> seen(project, datasource));
        return read(project, checked.wording(), schema);
    }

    private Read read(ProjectId project, QueryVersion.Wording wording, SchemaOfDatasource schema) {
        SqlReferences references = datasources.references(project, wording.datasource(), wording.sql(), schema.names());
        return new Read(ReferencesJson.write(references), schema.hash());
    }

    private Optional<SchemaOfDatasource> known(ProjectId project, DatasourceId datasource) {
        return history.latest(project, datasource).map(SchemaOfDatasource::of);
    }

    private SchemaOfDatasource seen(ProjectId project, DatasourceId datasource) {
        try {
            history.refresh(Actor.SYSTEM, project, datasource, new Cancellation());
            return known(project, datasource).orElse(SchemaOfDatasource.UNKNOWN);
        } catch (Refusal e) {
            // A database that is down must not keep an author from suggesting; the references say that they are not
            // sure.
            return SchemaOfDatasource.UNKNOWN;
        }
    }

    /** Those that read it, and those that may: which could not be read, or have a name that was not found. */
    List<QueryReference> reading(ProjectId project, Asked asked) {
        List<QueryRows.Live> live =
                store.inProject(project.value(), transaction -> rows.live(transaction, project)).stream()
                        .filter(each -> asked.datasource()
                                .map(each.version().wording().datasource()::equals)
                                .orElse(true))
                        .toList();
        Map<QueryId, Query> queries = store.inProject(
                project.value(),
                transaction -> rows.list(transaction, project, "", Integer.MAX_VALUE).stream()
                        .collect(Collectors.toMap(Query::id, query -> query)));
        Map<DatasourceId, SchemaOfDatasource> schemas = new HashMap<>();
        List<QueryReference> found = new ArrayList<>();
        for (QueryRows.Live each : live) {
            Query query = queries.get(each.query());
            if (query != null) {
                found.addAll(found(query, each.version(), current(project, each, schemas), asked));
            }
        }
        return found;
    }

    private SqlReferences current(
            ProjectId project, QueryRows.Live live, Map<DatasourceId, SchemaOfDatasource> schemas) {
        QueryVersion version = live.version();
        SchemaOfDatasource schema = schemas.computeIfAbsent(
                version.wording().datasource(), id -> known(project, id).orElse(SchemaOfDatasource.UNKNOWN));
        if (schema.hash().equals(version.refsSchema())) {
            return ReferencesJson.read(version.refs());
        }
        Read read = read(project, version.wording(), schema);
        store.transactIn(
                project.value(), transaction -> rows.refer(transaction, project, live, read.json(), read.schemaHash()));
        return ReferencesJson.read(read.json());
    }

    private static List<QueryReference> found(
            Query query, QueryVersion version, SqlReferences references, Asked asked) {
        QueryState state = version.state() == VersionState.DRAFT ? QueryState.DRAFT : query.state();
        List<QueryReference> found = new ArrayList<>();
        for (SqlReferences.TableUse use : references.tables()) {
            if (asked.isOf(use)) {
                found.add(new QueryReference(
                        query.id().toString(),
                        query.name(),
                        version.number(),
                        state,
                        Optional.of(use.schema() + "." + use.table()),
                        use.columns(),
                        use.through(),
                        ReferencesJson.certainty(references)));
            }
        }
        boolean may = references.certainty() == SqlReferences.Certainty.UNKNOWN
                || references.unresolved().stream().anyMatch(asked::mayBe);
        if (found.isEmpty() && may) {
            found.add(new QueryReference(
                    query.id().toString(),
                    query.name(),
                    version.number(),
                    state,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    ReferencesJson.certainty(references)));
        }
        return found;
    }
}
