package ai.ekaya.host;

import ai.ekaya.classification.ColumnKey;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.leak.ValueExits;
import ai.ekaya.sql.ColumnOrigin;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.tools.RowsGiven;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a run's exits what the run has read from datasources: by statements, approved queries and tools. Not thread-safe. */
final class ReadRows {
    private static final Set<String> OF_THE_COLUMN = Set.of("name", "type");

    private final SensitiveSource source;
    private final ProjectId project;
    private final ToldValues told;
    private @Nullable Map<DatasourceId, List<ColumnKey>> loaded;

    ReadRows(SensitiveSource source, ProjectId project, ValueExits exits) {
        this.source = source;
        this.project = project;
        this.told = new ToldValues(exits);
    }

    private Map<DatasourceId, List<ColumnKey>> all() {
        if (loaded == null) {
            loaded = source.of(project);
        }
        return loaded;
    }

    private SensitiveNames of(DatasourceId datasource) {
        return new SensitiveNames(all().getOrDefault(datasource, List.of()));
    }

    private SensitiveNames ofAny() {
        return new SensitiveNames(all().values().stream().flatMap(List::stream).toList());
    }

    /** @param given the call's arguments: the statement and its parameters */
    void query(DatasourceId datasource, String given, QueryResult result) {
        rows(of(datasource), new ResultColumns.Asked(given, given), result.json(), result.origins());
    }

    /** Of an approved query, which may be on any datasource of the project. */
    void approved(String given, QueryResult result) {
        rows(ofAny(), new ResultColumns.Asked(given, ""), result.json(), result.origins());
    }

    /** What a table's columns hold. */
    void statistics(DatasourceId datasource, JsonNode statistics) {
        statistics(of(datasource), statistics);
    }

    private void statistics(SensitiveNames names, JsonNode statistics) {
        String schema = statistics.path("schema").asText();
        String table = statistics.path("table").asText();
        for (JsonNode column : statistics.path("columns")) {
            ColumnOrigin origin =
                    new ColumnOrigin(schema, table, column.path("name").asText());
            boolean isSensitive = names.has(origin);
            column.properties().stream()
                    .filter(field -> !OF_THE_COLUMN.contains(field.getKey()))
                    .forEach(field -> told.column(origin, isSensitive, field.getValue()));
        }
    }

    /**
     * What a tool gives: results as queries give them, statistics, and anything under a sensitive column's name.
     *
     * @param rows results that the answer is made of, where the tool says so: then they are read as those of a query
     */
    // SECURITY: guarded by SensitiveValuesIT.values_that_a_tool_gives_are_known_as_those_of_a_query.
    void tool(JsonNode arguments, JsonNode answer, List<RowsGiven> rows) {
        String given = arguments.toString();
        if (rows.isEmpty()) {
            tool(arguments, answer);
        }
        for (RowsGiven each : rows) {
            SensitiveNames names =
                    each.datasource().map(DatasourceId::new).map(this::of).orElseGet(this::ofAny);
            rows(
                    names,
                    new ResultColumns.Asked(given, each.statement()),
                    each.result().json(),
                    each.result().origins());
        }
    }

    /** What a tool gives that tells of no results. */
    void tool(JsonNode arguments, JsonNode answer) {
        tool(new ResultColumns.Asked(arguments.toString(), arguments.path("sql").asText()), answer);
    }

    private void tool(ResultColumns.Asked asked, JsonNode answer) {
        SensitiveNames names = ofAny();
        if (answer.path("columns").isArray() && answer.path("rows").isArray()) {
            rows(names, asked, answer, List.of());
            return;
        }
        if (answer.path("columns").isArray() && answer.path("table").isTextual()) {
            statistics(names, answer);
            return;
        }
        answer.properties()
                .forEach(field -> names.named(field.getKey())
                        .ifPresentOrElse(
                                key -> told.sensitive(key.toString(), field.getValue()),
                                () -> tool(asked, field.getValue())));
        if (answer.isArray()) {
            answer.forEach(each -> tool(asked, each));
        }
    }

    private void rows(SensitiveNames names, ResultColumns.Asked asked, JsonNode json, List<ColumnOrigin> origins) {
        if (!names.isEmpty() || told.takesRows()) {
            new ResultColumns(names, asked, told).read(json, origins);
        }
    }
}
