package ai.ekaya.query;

import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.datasource.SchemaHistory;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SchemaNames;
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
    private final DatasourceAccess access;
    private final Datasources datasources;
    private final SeenSchemas schemas;
    private final AskedNames names;
    private final QueryRows rows;

    @Inject
    QueryReferences(
            Store store, DatasourceAccess access, Datasources datasources, SchemaHistory history, Limits limits) {
        this.store = store;
        this.access = access;
        this.datasources = datasources;
        this.schemas = new SeenSchemas(datasources, history);
        this.names = new AskedNames(schemas);
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

        boolean isOn(DatasourceId id) {
            return datasource.map(id::equals).orElse(true);
        }

        boolean isOf(SqlReferences.TableUse use, SchemaNames schema) {
            String named = schema.folded(table);
            boolean ofTable = named.equals(schema.folded(use.table()))
                    || named.equals(schema.folded(use.schema() + "." + use.table()));
            return ofTable
                    && column.map(schema::folded)
                            .map(use.columns().stream().map(schema::folded).toList()::contains)
                            .orElse(true);
        }

        /** Whether a name that was not found may be it. */
        boolean mayBe(String unresolved, SchemaNames schema) {
            String last = schema.folded(unresolved.substring(unresolved.lastIndexOf('.') + 1));
            String named = schema.folded(table.substring(table.lastIndexOf('.') + 1));
            return last.equals(named)
                    || column.map(schema::folded).filter(last::equals).isPresent();
        }
    }

    /** References, and what they were read against. */
    record Read(SqlReferences references, SchemaOfDatasource schema) {
        String json() {
            return ReferencesJson.write(references);
        }

        String schemaHash() {
            return schema.hash();
        }
    }

    /** Against the last state of the schema that was seen; the first time it is looked at. */
    Read read(ProjectId project, Wordings.Checked checked) {
        DatasourceId datasource = checked.wording().datasource();
        return read(project, checked.wording(), schemas.lastOrFirst(project, datasource));
    }

    private Read read(ProjectId project, QueryVersion.Wording wording, SchemaOfDatasource schema) {
        return new Read(access.references(project, wording.datasource(), wording.sql(), schema.names()), schema);
    }

    void requireDatasource(ProjectId project, DatasourceId id) {
        datasources.require(project, id);
    }

    /**
     * Those that read it, and those that may: which could not be read, or have a name that was not found.
     *
     * @throws Refusal {@code NOT_FOUND} when there is no such datasource, or none of its last states and no query has the name
     */
    List<QueryReference> reading(ProjectId project, Asked asked) {
        asked.datasource().ifPresent(id -> requireDatasource(project, id));
        List<QueryRows.Live> live =
                store.inProject(project.value(), transaction -> rows.live(transaction, project)).stream()
                        .filter(each -> asked.isOn(each.version().wording().datasource()))
                        .toList();
        Map<QueryId, Query> queries = store.inProject(
                project.value(),
                transaction -> rows.list(transaction, project, "", Integer.MAX_VALUE).stream()
                        .collect(Collectors.toMap(Query::id, query -> query)));
        Map<DatasourceId, SchemaOfDatasource> known = new HashMap<>();
        List<QueryReference> found = new ArrayList<>();
        for (QueryRows.Live each : live) {
            Query query = queries.get(each.query());
            if (query != null) {
                SchemaOfDatasource schema =
                        known.computeIfAbsent(each.version().wording().datasource(), id -> schemas.last(project, id));
                found.addAll(found(query, each.version(), current(project, each, schema), asked, schema.names()));
            }
        }
        if (found.stream().allMatch(QueryReference::isUnread)) {
            names.require(project, asked);
        }
        return found;
    }

    private SqlReferences current(ProjectId project, QueryRows.Live live, SchemaOfDatasource schema) {
        QueryVersion version = live.version();
        if (schema.hash().equals(version.refsSchema())) {
            return ReferencesJson.read(version.refs());
        }
        Read read = read(project, version.wording(), schema);
        store.transactIn(
                project.value(), transaction -> rows.refer(transaction, project, live, read.json(), read.schemaHash()));
        return read.references();
    }

    private static List<QueryReference> found(
            Query query, QueryVersion version, SqlReferences references, Asked asked, SchemaNames schema) {
        QueryState state = version.state() == VersionState.DRAFT ? QueryState.DRAFT : query.state();
        List<QueryReference> found = new ArrayList<>();
        for (SqlReferences.TableUse use : references.tables()) {
            if (asked.isOf(use, schema)) {
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
                || references.unresolved().stream().anyMatch(name -> asked.mayBe(name, schema));
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
