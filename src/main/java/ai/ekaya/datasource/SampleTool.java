package ai.ekaya.datasource;

import ai.ekaya.identity.Action;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.tools.Nature;
import ai.ekaya.tools.RowsGiven;
import ai.ekaya.tools.Tool;
import ai.ekaya.tools.ToolCall;
import ai.ekaya.tools.ToolSpec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code sample}: some rows of a table, by a SELECT that goes the way of every guest's. */
@Singleton
final class SampleTool implements Tool {
    private static final int ROWS_DEFAULT = 10;

    private final Datasources datasources;
    private final DatasourceAccess access;
    private final ToolSpec spec = ToolSpec.of(
            "sample",
            "Rows of a table",
            "Some rows of a table or view, no particular ones.",
            Nature.READS,
            Action.READ_DATASOURCE,
            ToolSpec.Shapes.of("""
                    {"table": {"type": "string", "minLength": 1, "maxLength": 300, "description": "as orders or public.orders"},
                     "columns": {"type": "array", "maxItems": 100, "items": {"type": "string", "minLength": 1, "maxLength": 200},
                      "description": "all when none is named"},
                     "rows": {"type": "integer", "minimum": 1, "maximum": 100, "description": "10 when not said"},
                     "datasource": {"type": "string", "maxLength": 200, "description": "name or id; not needed when there is one"}}
                    """, QueryTool.ANSWER, "table"));

    @Inject
    SampleTool(Datasources datasources, DatasourceAccess access) {
        this.datasources = datasources;
        this.access = access;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ObjectNode call(ToolCall call) {
        Datasource datasource = datasources.meant(call);
        String sql = select(
                DatasourceType.of(datasource.type()),
                TableName.parse(call.text("table")),
                call.texts("columns"),
                call.whole("rows").orElse(ROWS_DEFAULT));
        return call.answer(new RowsGiven(
                Optional.of(datasource.id().value()),
                sql,
                access.query(call.project(), datasource.id(), sql, SqlArguments.NONE, call.cancellation())));
    }

    static String select(DatasourceType type, TableName table, List<String> columns, int rows) {
        String wanted = columns.isEmpty()
                ? "*"
                : columns.stream().map(TableName::quoted).collect(Collectors.joining(", "));
        return switch (type) {
            case POSTGRESQL -> "SELECT " + wanted + " FROM " + table.quoted() + " LIMIT " + rows;
            case SQL_SERVER -> "SELECT TOP (" + rows + ") " + wanted + " FROM " + table.quoted();
        };
    }
}
