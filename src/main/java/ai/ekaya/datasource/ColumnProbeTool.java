package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code probe_column}: counts, range and frequent values of one column, over a sample. */
@Singleton
final class ColumnProbeTool implements Tool {
    private final Datasources datasources;
    private final DatasourceAccess access;
    private final Limits limits;
    private final ToolSpec spec = ToolSpec.of(
            "probe_column",
            "What a column holds",
            "Count, nulls, distinct values, range and frequent values of one column, over a sample of the table's rows.",
            Nature.READS,
            Action.READ_DATASOURCE,
            ToolSpec.Shapes.of("""
                    {"table": {"type": "string", "minLength": 1, "maxLength": 300, "description": "as orders or public.orders"},
                     "column": {"type": "string", "minLength": 1, "maxLength": 200, "description": "a name of the table's columns"},
                     "datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"}}
                    """, """
                    {"schema": {"type": "string"}, "table": {"type": "string"}, "rowEstimate": {"type": "integer"},
                     "sampled": {"type": "integer"}, "columns": {"type": "array"}}
                    """, "table", "column"));

    @Inject
    ColumnProbeTool(Datasources datasources, DatasourceAccess access, Limits limits) {
        this.datasources = datasources;
        this.access = access;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        TableName table = TableName.parse(call.text("table"));
        StatisticsRequest asked = new StatisticsRequest(
                table.schema(),
                table.name(),
                List.of(call.text("column")),
                limits.intOf(Limit.DATASOURCE_SAMPLE_DEFAULT_COUNT));
        DatasourceId id = datasources.meant(call).id();
        return access.statistics(call.project(), id, asked, call.cancellation());
    }
}
