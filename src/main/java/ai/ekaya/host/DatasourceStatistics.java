package ai.ekaya.host;

import ai.ekaya.datasource.DatasourceAccess;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.StatisticsRequest;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * {@code datasource_statistics}: what the columns of one table hold, over a sample of its rows.
 *
 * <p>Arguments  {"datasource": alias or id, "table": "name" or "schema.name", "columns": [name] ≤ 100, all when none is named,
 *     "sampleRows": 1 to 500,000, 20,000 when not said}
 * <p>Answer     {"schema", "table", "rowEstimate", "sampled", "columns": [{"name", "type", "count", "nulls", "distinct", "min", "max",
 *     "quantiles" at 5, 25, 50, 75, 95 %, "mean", "stddev", "length": {"min", "max", "mean"}, "top": [{"value", "count"}] ≤ 10}]}
 * <p>Limits     30 s for all columns · 8 MiB
 * <p>Errors     RATE_LIMITED, NOT_FOUND (datasource, table, column), BAD_ARGUMENT, LIMIT, TIMEOUT, UPSTREAM, UNAVAILABLE
 * <p>Source     contracts §2
 */
final class DatasourceStatistics implements HostFunction {
    private static final int NAME_BYTES_MAX = 200;

    private final Limits limits;
    private final DatasourceAccess access;

    DatasourceStatistics(Limits limits, DatasourceAccess access) {
        this.limits = limits;
        this.access = access;
    }

    @Override
    public String name() {
        return "datasource_statistics";
    }

    @Override
    public boolean isSql() {
        return true;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("datasource", "table", "columns", "sampleRows");
        String named = arguments.text("table", NAME_BYTES_MAX);
        int dot = named.indexOf('.');
        int sampleRows = arguments.has("sampleRows")
                ? (int) arguments.whole("sampleRows", 1, limits.of(Limit.DATASOURCE_SAMPLE_CEILING_COUNT))
                : limits.intOf(Limit.DATASOURCE_SAMPLE_DEFAULT_COUNT);
        StatisticsRequest asked = new StatisticsRequest(
                dot < 0 ? Optional.empty() : Optional.of(named.substring(0, dot)),
                named.substring(dot + 1),
                columns(arguments),
                sampleRows);
        DatasourceId datasource = run.datasource(arguments.optionalText("datasource", NAME_BYTES_MAX));
        ObjectNode statistics = access.statistics(run.scope().project(), datasource, asked, run.cancellation());
        run.read().statistics(datasource, statistics);
        return new Answer(statistics, statistics.path("sampled").asInt());
    }

    private List<String> columns(Arguments arguments) {
        List<JsonNode> named = arguments.list("columns", limits.of(Limit.DATASOURCE_STATISTICS_COLUMNS_COUNT));
        if (!named.stream().allMatch(JsonNode::isTextual)) {
            throw arguments.bad("takes names of columns as 'columns'");
        }
        return named.stream().map(JsonNode::textValue).toList();
    }
}
